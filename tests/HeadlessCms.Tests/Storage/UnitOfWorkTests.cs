using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>Several writes as one: all of them with what belongs to them, or none.</summary>
public sealed class UnitOfWorkTests
{
    [Theory, EachEngine]
    public async Task All_writes_are_committed_together_and_what_was_put_off_comes_last(Engine engine)
    {
        await using var scratch = await EmptyAsync(engine);
        var order = new List<string>();

        await scratch.Database.AsOneAsync(async unit =>
        {
            await scratch.Database.WriteAsync(async session =>
            {
                session.AtEnd(last => NoteAsync("put off"));
                return await AddAsync(session, 1);
            }, default);
            Assert.True(scratch.Database.SeesUncommitted);
            Assert.Equal(1, await CountAsync(scratch.Database));
            Assert.Equal(1, await scratch.Database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM notes", null, default), default));
            Assert.Equal(0, await CountAsync(scratch.OpenAnother()));
            await scratch.Database.WriteAsync(session => AddAsync(session, 2), default);
            await NoteAsync("done");
            await unit.CommitAsync(async session =>
            {
                await NoteAsync("last");
                await AddAsync(session, 3);
            });
            return 0;
        });

        Assert.Equal(["done", "put off", "last"], order);
        Assert.Equal(3, await CountAsync(scratch.Database));
        Assert.False(scratch.Database.SeesUncommitted);

        Task NoteAsync(string what)
        {
            order.Add(what);
            return Task.CompletedTask;
        }
    }

    [Theory, EachEngine]
    public async Task Without_a_commit_nothing_was(Engine engine)
    {
        await using var scratch = await EmptyAsync(engine);

        await scratch.Database.AsOneAsync(_ => scratch.Database.WriteAsync(session => AddAsync(session, 1), default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => scratch.Database.AsOneAsync<int>(async _ =>
        {
            await scratch.Database.WriteAsync(session => AddAsync(session, 1), default);
            throw new InvalidOperationException();
        }));

        Assert.Equal(0, await CountAsync(scratch.Database));
        await scratch.Database.WriteAsync(session => AddAsync(session, 1), default);
    }

    [Theory]
    [EachEngine(true)]
    [EachEngine(false)]
    public async Task A_part_is_undone_alone(Engine engine, bool fails)
    {
        await using var scratch = await EmptyAsync(engine);

        await scratch.Database.AsOneAsync(async unit =>
        {
            await scratch.Database.WriteAsync(session => AddAsync(session, 1), default);
            var undoing = scratch.Database.WriteAsync(async session =>
            {
                session.AtEnd(last => AddAsync(last, 3));
                await AddAsync(session, 2);
                if (fails)
                {
                    await AddAsync(session, 2); // which the primary key refuses
                }
                session.Undo();
                return 0;
            }, default);
            if (fails)
            {
                await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => undoing);
            }
            else
            {
                await undoing;
            }
            await scratch.Database.WriteAsync(session => AddAsync(session, 4), default);
            await unit.CommitAsync(_ => Task.CompletedTask);
            return 0;
        });

        Assert.Equal([1, 4], await scratch.Database.ListAsync<long>("SELECT id FROM notes ORDER BY id", null, default));
    }

    [Theory, EachEngine]
    public async Task What_outlives_it_writes_for_itself(Engine engine)
    {
        await using var scratch = await EmptyAsync(engine);
        var ended = new TaskCompletionSource();
        var later = Task.CompletedTask;

        await scratch.Database.AsOneAsync(unit =>
        {
            later = LaterAsync();
            return unit.CommitAsync(session => AddAsync(session, 1)).ContinueWith(_ => 0, TaskScheduler.Default);
        });
        ended.SetResult();
        await later;

        Assert.Equal(2, await CountAsync(scratch.OpenAnother()));

        async Task LaterAsync()
        {
            await ended.Task;
            await scratch.Database.WriteAsync(session => AddAsync(session, 2), default);
        }
    }

    [Theory, EachEngine]
    public async Task A_name_is_claimed_by_one_of_all_processes_until_its_end(Engine engine)
    {
        await using var scratch = await EmptyAsync(engine);
        var other = scratch.OpenAnother();
        Task<bool> TryAsync() => other.AsOneAsync(unit => other.TryClaimAsync(unit, "name", default));

        await scratch.Database.AsOneAsync(async unit =>
        {
            Assert.True(await scratch.Database.TryClaimAsync(unit, "name", default));
            // On SQLite one process serves, and knows by itself.
            Assert.Equal(engine is Engine.Sqlite, await TryAsync());
            return 0;
        });

        Assert.True(await TryAsync());
    }

    private static async Task<ScratchDatabase> EmptyAsync(Engine engine)
    {
        var scratch = new ScratchDatabase(engine);
        await scratch.ExecuteAsync("CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY)");
        return scratch;
    }

    private static Task<int> AddAsync(Session session, long id) =>
        session.ExecuteAsync("INSERT INTO notes (id) VALUES (@id)", new { id }, CancellationToken.None);

    private static Task<long> CountAsync(Database database) =>
        database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM notes", null, CancellationToken.None);
}
