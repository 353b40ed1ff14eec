using System.CommandLine;
using System.Globalization;
using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Keys;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Commands;

/// <summary>Gives and takes keys without one: for the first of an installation, and when all are lost.</summary>
internal static class KeysCommand
{
    private const string All = "all";

    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings) => new(
        "keys", "Give, list, rotate and revoke keys, beside a running server if there is one, which heeds it with its next request.")
    {
        CreateKey(settings), ListKeys(settings), RotateKey(settings), RevokeKey(settings),
    };

    private static Command CreateKey(string[] settings)
    {
        var name = new Argument<string>("name") { Description = "Whose it is or what for." };
        var scopes = new Option<string[]>("--scope")
        {
            Description = $"What it may do; repeat it for more. '{All}', or {string.Join(", ", Scopes.All)}.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var category = new Option<string?>("--category") { Description = "Id or slug of the category in whose subtree alone it may act." };
        var expires = new Option<string?>("--expires") { Description = "From when on it is refused, such as 2027-01-01T00:00:00+08:00." };
        var command = new Command("create", "Make a key. Its text is all that is written to the standard output, this once.") { name, scopes, category, expires };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(settings, host => CreateAsync(host, new KeyDraft
        {
            Name = parsed.GetRequiredValue(name),
            Scopes = parsed.GetRequiredValue(scopes) is [All] ? Scopes.All : parsed.GetRequiredValue(scopes),
            CategoryId = parsed.GetValue(category),
            ExpiresAt = parsed.GetValue(expires) is { } end ? TimeOf(end) : null,
        }, ct)));
        return command;
    }

    private static Command ListKeys(string[] settings)
    {
        var command = new Command("list", "List all keys, the newest first: id, hint, name, scopes, and what limits it.");
        command.SetAction((_, ct) => CommandHost.RunAsync(settings, host => ListAsync(host, ct)));
        return command;
    }

    private static Command RotateKey(string[] settings)
    {
        var id = new Argument<Guid>("id") { Description = "The key's id." };
        var overlap = new Option<int>("--overlap")
        {
            Description = "Seconds in which the text before goes on working; 0 ends it at once.",
            DefaultValueFactory = _ => new KeyRotation().Overlap,
        };
        var command = new Command("rotate", "Give a key another text, which is all that is written to the standard output, this once.") { id, overlap };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(
            settings, host => RotateAsync(host, parsed.GetRequiredValue(id), new() { Overlap = parsed.GetValue(overlap) }, ct)));
        return command;
    }

    private static Command RevokeKey(string[] settings)
    {
        var id = new Argument<Guid>("id") { Description = "The key's id." };
        var command = new Command("revoke", "Refuse a key from now on, even the last one.") { id };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(settings, host => RevokeAsync(host, parsed.GetRequiredValue(id), ct)));
        return command;
    }

    private static async Task<int> CreateAsync(CommandHost host, KeyDraft draft, CancellationToken ct)
    {
        await OpenAsync(host, ct);
        await RequireAsync(host, draft, ct);
        var outcome = await host.Database.WriteAsync(session => KeysOf(host).AddAsync(session, Me, draft, ct), ct);
        return Show(outcome.Key ?? throw new RefusedException(string.Join(' ', outcome.Unknown.Select(fault => fault.Detail))));
    }

    private static async Task<int> ListAsync(CommandHost host, CancellationToken ct)
    {
        await OpenAsync(host, ct);
        var keys = await host.Database.ReadAsync(session => IssuedKeyStore.ListAsync(session, null, int.MaxValue - 1, host.Clock.GetUtcNow(), ct), ct);
        foreach (var key in keys)
        {
            string[] limits =
            [
                .. key.CategoryId is { } category ? [$"category {category}"] : Array.Empty<string>(),
                .. key.ExpiresAt is { } end ? [$"until {Text(end)}"] : Array.Empty<string>(),
                key.LastUsedAt is { } used ? $"last used {Text(used)}" : "never used",
            ];
            Console.WriteLine($"{key.Id}  …{key.Hint}  {key.Name}  [{string.Join(' ', key.Scopes)}]  {string.Join(", ", limits)}");
        }
        return 0;
    }

    private static async Task<int> RotateAsync(CommandHost host, Guid id, KeyRotation rotation, CancellationToken ct)
    {
        await OpenAsync(host, ct);
        await RequireAsync(host, rotation, ct);
        var overlap = TimeSpan.FromSeconds(rotation.Overlap);
        var outcome = await host.Database.WriteAsync(session => KeysOf(host).RotateAsync(session, Me, id, overlap, ct), ct);
        return Show(outcome.Key ?? throw Missing(id));
    }

    private static async Task<int> RevokeAsync(CommandHost host, Guid id, CancellationToken ct)
    {
        await OpenAsync(host, ct);
        var outcome = await host.Database.WriteAsync(session => KeysOf(host).RevokeAsync(session, Me, id, evenLast: true, ct), ct);
        return outcome.IsThere ? 0 : throw Missing(id);
    }

    private static Actor Me => Actor.Program("keys");

    private static KeyWriter KeysOf(CommandHost host) => host.Services.GetRequiredService<KeyWriter>();

    private static Task OpenAsync(CommandHost host, CancellationToken ct) => CommandHost.JoinAsync(host.Services, ct);

    private static async Task RequireAsync<T>(CommandHost host, T wanted, CancellationToken ct)
    {
        var faults = (await host.Services.GetRequiredService<IValidator<T>>().ValidateAsync(wanted, ct)).Errors;
        if (faults.Count > 0)
        {
            throw new RefusedException(string.Join(' ', faults.Select(fault => $"{Pointers.FromProperty(fault.PropertyName)}: {fault.ErrorMessage}")));
        }
    }

    // The text alone goes where a script reads it; what it belongs to is for whoever looks on.
    private static int Show(NewKey key)
    {
        Console.Error.WriteLine($"Key {key.Id} '{key.Name}', shown once:");
        Console.WriteLine(key.Text);
        return 0;
    }

    private static DateTimeOffset TimeOf(string text) => SiteTimeConverter.TryParse(text, out var time)
        ? time
        : throw new RefusedException($"'{text}' is no time with an offset, such as 2027-01-01T00:00:00+08:00.");

    private static RefusedException Missing(Guid id) => new($"No key has the id '{id}'.");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
