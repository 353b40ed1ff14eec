using System.Text;
using HeadlessCms.Access;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Access;

public sealed class AuditChainTests
{
    private static readonly byte[] First = Encoding.UTF8.GetBytes("the first secret of this installation");
    private static readonly byte[] Second = Encoding.UTF8.GetBytes("the second secret of this installation");

    [Theory, EachEngine]
    public async Task What_was_written_holds_and_holds_after_a_change_of_the_secret(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        Assert.Null(await FaultAsync(scratch.Database, new Secrets(First)));
        await AppendAsync(scratch.Database, new Secrets(First), rows: 3);
        await AppendAsync(scratch.Database, new Secrets(Second, First), rows: 3);

        Assert.Null(await FaultAsync(scratch.Database, new Secrets(Second, First)));
        Assert.StartsWith("audit row 1 ", await FaultAsync(scratch.Database, new Secrets(Second)), StringComparison.Ordinal);
    }

    [Theory]
    [EachEngine("UPDATE audit SET actor_name = 'nobody' WHERE seq = 3", "audit row 3 (")]
    [EachEngine("UPDATE audit SET after = '{\"n\":7}' WHERE seq = 3", "audit row 3 (")]
    [EachEngine("UPDATE audit SET request_id = 'x' WHERE seq = 6", "audit row 6 (")]
    [EachEngine("DELETE FROM audit WHERE seq = 4", "audit row 4 is missing")]
    [EachEngine("DELETE FROM audit WHERE seq > 4", "audit row 5 is missing, and all after it up to 6")]
    [EachEngine("DELETE FROM audit WHERE seq > 4; UPDATE audit_end SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)", "the audit trail's end, row 4, is not")]
    [EachEngine("DELETE FROM audit WHERE seq = 2; UPDATE audit SET seq = seq - 1 WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq = 4; UPDATE audit SET seq = seq - 1 WHERE seq = 5; UPDATE audit SET seq = seq - 1 WHERE seq = 6; UPDATE audit_end SET seq = 5", "audit row 2 (")]
    [EachEngine("DELETE FROM audit_end", "audit row 1 (")]
    public async Task The_first_row_that_was_touched_is_named(Engine engine, string tampering, string fault)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        var secrets = new Secrets(First);
        await AppendAsync(scratch.Database, secrets, rows: 6);

        await scratch.ExecuteAsync(tampering);

        Assert.StartsWith(fault, await FaultAsync(scratch.Database, secrets), StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task A_trail_that_is_gone_whole_is_missed_where_anything_was_made_with_it(Engine engine)
    {
        await using var portal = new Portal(engine);
        await portal.CategoryIdAsync();
        var check = portal.Services.GetRequiredService<AuditCheck>();
        Assert.Null(await check.FaultAsync(CancellationToken.None));

        await portal.Database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM audit; DELETE FROM audit_end", null, CancellationToken.None), CancellationToken.None);

        Assert.StartsWith("the audit trail is empty", await check.FaultAsync(CancellationToken.None), StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task Writers_at_once_make_one_chain_and_an_undone_write_no_row(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        var secrets = new Secrets(First);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AppendAsync(scratch.Database, secrets, rows: 5)));
        await scratch.Database.WriteAsync(session =>
        {
            Log(secrets).Append(session, Actor.Program("test"), "article.make", "7", null, null);
            session.Undo();
            return Task.FromResult(0);
        }, CancellationToken.None);

        Assert.Equal(40, await scratch.ReadAsync<long>("SELECT MAX(seq) FROM audit"));
        Assert.Null(await FaultAsync(scratch.Database, secrets));
    }

    private static AuditLog Log(Secrets secrets) => new(new AuditChain(secrets), TimeProvider.System);

    private static Task<string?> FaultAsync(Database database, Secrets secrets) =>
        new AuditCheck(database, new AuditChain(secrets)).FaultAsync(CancellationToken.None);

    private static async Task AppendAsync(Database database, Secrets secrets, int rows)
    {
        for (var n = 0; n < rows; n++)
        {
            await database.WriteAsync(session =>
            {
                Log(secrets).Append(session, Actor.Program("test"), "article.change", "7", new { n }, new { n = n + 1 });
                return Task.FromResult(0);
            }, CancellationToken.None);
        }
    }
}
