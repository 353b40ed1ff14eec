using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Partners;

public sealed class MirrorTests
{
    private const int Editors = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Depth.Pick(quick: 3, full: 30));

    [Theory, EachEngine]
    public async Task A_mirror_equals_the_portal_after_many_editors_and_many_deaths_of_the_server(Engine engine)
    {
        var (edits, deaths) = (Depth.Pick(quick: 80, full: 5000), Depth.Pick(quick: 2, full: 5));
        await using var host = await MortalServer.StartAsync(engine);
        var newsroom = await Newsroom.OpenAsync(host.Admin);
        var followed = $"/v1/changes?limit=20&category={newsroom.Followed}";
        var (whole, part) = (new Mirror(), new Mirror());
        using var over = new CancellationTokenSource();

        var partners = new[]
        {
            FollowAsync(host, whole, "/v1/changes?limit=20&full=true", over.Token),
            FollowAsync(host, part, followed, over.Token),
        };
        var editing = Enumerable.Range(0, Editors).Select(n => EditAsync(host, newsroom, new Random(n), edits)).ToList();
        for (var death = 1; death <= deaths; death++)
        {
            await newsroom.ReachAsync(edits * death / (deaths + 1)).WaitAsync(Patience);
            await host.DieAsync();
        }
        await Task.WhenAll(editing).WaitAsync(Patience);
        await over.CancelAsync();
        var cursors = await Task.WhenAll(partners).WaitAsync(Patience);
        await whole.FollowAsync(host.Anonymous, "/v1/changes?limit=20&full=true", cursors[0]);
        await part.FollowAsync(host.Anonymous, followed, cursors[1]);

        var portal = await host.Anonymous.WalkAsync("/v1/articles?limit=100");
        Assert.NotEmpty(portal);
        Assert.True(portal.Order().SequenceEqual(whole.Articles.Keys.Order()), await DifferenceAsync(host, portal, whole));
        foreach (var id in portal)
        {
            Assert.Equal((await host.Anonymous.GetAsync($"/v1/articles/{id}")).Text, whole.Articles[id]);
        }
        var below = await host.Anonymous.WalkAsync($"/v1/articles?limit=100&category={newsroom.Followed}");
        Assert.True(below.Order().SequenceEqual(part.Articles.Keys.Order()), await DifferenceAsync(host, below, part));
    }

    // A connection that ends while it is made can fail as the bare socket.
    private static bool IsDeath(Exception fault) => fault is HttpRequestException or SocketException;

    // For each article that only one of them has: what the portal says of it, and the last that the mirror was told.
    private static async Task<string> DifferenceAsync(MortalServer host, List<string> portal, Mirror mirror)
    {
        var lines = new List<string> { $"The walk met {portal.Count} articles, {portal.Distinct().Count()} of them different; the mirror holds {mirror.Articles.Count}." };
        foreach (var id in portal.Except(mirror.Articles.Keys).Concat(mirror.Articles.Keys.Except(portal)))
        {
            var (seen, trail) = (await host.Anonymous.GetAsync($"/v1/articles/{id}"), await host.Admin.GetAsync($"/v1/audit?targetId={id}"));
            lines.Add($"{id}: the portal says {(int)seen.Status} {seen.Text}, the mirror was last told {mirror.Told.GetValueOrDefault(id, "nothing")}, and this happened: {trail.Text}");
        }
        return string.Join('\n', lines);
    }

    private static async Task EditAsync(MortalServer host, Newsroom newsroom, Random random, int edits)
    {
        while (newsroom.Edits < edits)
        {
            try
            {
                await newsroom.EditAsync(host.Admin, random);
            }
            catch (Exception fault) when (IsDeath(fault))
            {
                await host.BackAsync(); // it died under the edit, which was made or was not
            }
        }
    }

    // Waits for more until it is told to stop; the last cursor it was sure of.
    private static async Task<string?> FollowAsync(MortalServer host, Mirror mirror, string path, CancellationToken over)
    {
        string? cursor = null;
        while (!over.IsCancellationRequested)
        {
            try
            {
                var page = (await host.Anonymous.GetAsync($"{path}&wait=1{(cursor is null ? "" : $"&since={cursor}")}")).Expect(HttpStatusCode.OK);
                mirror.Apply(page);
                cursor = page.Json.Text("cursor");
            }
            catch (Exception fault) when (IsDeath(fault))
            {
                await host.BackAsync();
            }
        }
        return cursor;
    }
}

/// <summary>What editors do, at random, to articles and to the tree.</summary>
internal sealed class Newsroom
{
    private readonly ConcurrentDictionary<string, bool> _articles = [];
    private readonly List<string> _categories = [];
    private readonly List<(int Edits, TaskCompletionSource Done)> _waiting = [];
    private int _edits;

    /// <summary>The category a partner follows.</summary>
    public string Followed => _categories[0];

    /// <summary>How many there were.</summary>
    public int Edits => Volatile.Read(ref _edits);

    /// <summary>Ends when there were so many.</summary>
    public Task ReachAsync(int edits)
    {
        lock (_waiting)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((edits, done));
            Tell();
            return done.Task;
        }
    }

    public static async Task<Newsroom> OpenAsync(Api admin)
    {
        var newsroom = new Newsroom();
        for (var i = 0; i < 6; i++)
        {
            newsroom._categories.Add((await admin.PostAsync("/v1/categories", new { name = $"栏目{i}" })).Expect(HttpStatusCode.Created).Id());
        }
        return newsroom;
    }

    /// <summary>One edit. Whatever the server refuses is fine; that it fails is not.</summary>
    public async Task EditAsync(Api admin, Random random)
    {
        var (known, category) = (_articles.Keys.ToList(), _categories[random.Next(_categories.Count)]);
        var address = known.Count == 0 ? null : $"/v1/articles/{known[random.Next(known.Count)]}";
        var answer = (address is null ? 0 : random.Next(20)) switch
        {
            < 6 => await CreateAsync(admin, category, random),
            < 8 => await PublishAsync(admin, address!, new { title = $"改{random.Next(1000)}" }),
            < 10 => await PublishAsync(admin, address!, new { alsoInIds = random.Next(3) == 0 ? [] : new[] { category } }),
            < 13 => await PublishAsync(admin, address!, new { categoryId = category }),
            < 15 => await admin.PostAsync($"{address}/withdraw", new { reason = "error" }),
            < 16 => await admin.DeleteAsync(address!, "*"),
            < 17 => await admin.DeleteAsync($"{address}?permanent=true", "*"),
            < 18 => await admin.PostAsync($"{address}/publish"),
            < 19 => await admin.PatchAsync($"/v1/categories/{category}", new { name = $"栏目{random.Next(100_000)}" }, "*"),
            _ => await admin.PatchAsync($"/v1/categories/{category}", new { parentId = random.Next(3) == 0 ? null : _categories[random.Next(_categories.Count)] }, "*"),
        };
        Assert.True(answer.Status < HttpStatusCode.InternalServerError, answer.Text);
        lock (_waiting)
        {
            _edits++;
            Tell();
        }
    }

    private void Tell()
    {
        foreach (var (_, done) in _waiting.Where(one => one.Edits <= _edits))
        {
            done.TrySetResult();
        }
    }

    private async Task<Answer> CreateAsync(Api admin, string category, Random random)
    {
        var created = (await admin.PostAsync("/v1/articles", new { title = $"题{random.Next(1000)}", body = "<p>文</p>", categoryId = category })).Expect(HttpStatusCode.Created);
        _articles[created.Id()] = true;
        return await admin.PostAsync($"/v1/articles/{created.Id()}/publish");
    }

    private static async Task<Answer> PublishAsync(Api admin, string address, object change)
    {
        await admin.PatchAsync(address, change, "*");
        return await admin.PostAsync($"{address}/publish");
    }
}

/// <summary>A server that is killed now and then, and comes back with what it had stored.</summary>
internal sealed class MortalServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string? _database;
    private readonly string[] _settings;
    private volatile TaskCompletionSource _back = new();
    private ServerProcess _process = null!; // set by StartAsync, before anybody sees it

    private MortalServer(Engine engine, string[] more)
    {
        _database = engine is Engine.Postgres ? $"mirror_{Guid.CreateVersion7():n}" : null;
        _settings = _database is null ? more : [.. more, $"--ConnectionStrings:Cms={PostgresServer.Create(_database)}", "--Cms:Secret=the secret of a portal that has a mirror"];
    }

    public Api Admin => _process.Admin;

    public Api Anonymous => _process.Anonymous;

    public static async Task<MortalServer> StartAsync(Engine engine, params string[] settings)
    {
        var server = new MortalServer(engine, settings);
        server._process = await ServerProcess.StartAsync(server._directory.Path, server._settings);
        server._back.SetResult();
        return server;
    }

    /// <summary>Waits until it answers again.</summary>
    public Task BackAsync() => _back.Task;

    /// <summary>Kills it, and starts it again.</summary>
    public async Task DieAsync()
    {
        _back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dead = _process;
        await dead.KillAsync();
        _process = await ServerProcess.StartAsync(_directory.Path, _settings);
        _back.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_database is not null)
        {
            PostgresServer.Drop(_database);
        }
        _directory.Dispose();
    }
}
