using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>Makes requests of an operation from what the document says of it: valid ones, and such with one thing wrong.</summary>
internal sealed partial class FuzzBuilder(Draw draw, ContractFile document, FuzzPool pool)
{
    private static readonly string[] Spoilable = ["path", "query", "header", "body", "body", "body", "type"];
    private readonly FuzzValues _values = new(draw, document, pool);
    private readonly FuzzSpoiler _spoiler = new(draw);

    /// <summary>A request of this operation.</summary>
    public FuzzRequest Build(ContractOperation operation)
    {
        var spoiled = draw.OnceIn(2) ? draw.One(Spoilable) : null;
        var (path, isGone) = Path(operation, spoiled == "path");
        var request = new FuzzRequest
        {
            Method = operation.Method == HttpMethod.Get && draw.OnceIn(12) ? HttpMethod.Head : operation.Method,
            Path = path,
            IsGone = isGone,
            IsThere = pool.IsThere,
            Query = Query(operation, path, spoiled == "query"),
            Headers = [.. Headers(operation, path, spoiled == "header"), .. Key()],
        };
        return WithBody(operation, request, spoiled);
    }

    /// <summary>A path of the operation with a method of chance.</summary>
    public FuzzRequest OfAnyMethod(ContractOperation operation) => new()
    {
        Method = HttpMethod.Parse(draw.One(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "QUERY", "TRACE"])),
        Path = Path(operation, isSpoiled: false).Path,
        Headers = [.. Key()],
    };

    private (string Path, bool IsGone) Path(ContractOperation operation, bool isSpoiled)
    {
        var (isGone, number) = (false, 0);
        var spoiledPart = isSpoiled ? draw.Below(Parameter().Count(operation.Path) + 1) : -1;
        var path = Parameter().Replace(operation.Path, part =>
        {
            var kind = part.Groups["list"].Value;
            var name = pool.OfKind(draw, kind) ?? "01900000-0000-7000-8000-000000000000";
            if (draw.OnceIn(10) && pool.Gone(draw, kind) is { } gone)
            {
                (isGone, name) = (true, gone);
            }
            return $"{kind}/{(number++ == spoiledPart ? _spoiler.Address(name) : Uri.EscapeDataString(name))}";
        });
        return (spoiledPart >= number && draw.OnceIn(3) ? path + draw.One(["/", "//", "/.", "%20", "/x"]) : path, isGone && spoiledPart < 0);
    }

    private string Query(ContractOperation operation, string path, bool isSpoiled)
    {
        if (!isSpoiled && draw.OnceIn(3) && pool.NextPage(draw, operation.Id + (operation.Path.Contains('{', StringComparison.Ordinal) ? path : "")) is { } next)
        {
            return next;
        }
        var seldom = draw.One([2, 5, 9]);
        var known = operation.Parameters.Where(parameter => parameter.In == "query" && parameter.Name is not ("cursor" or "since")).ToList();
        var query = known.Where(parameter => parameter.IsRequired || draw.OnceIn(seldom))
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(Text(parameter))}").ToList();
        if (isSpoiled)
        {
            var all = operation.Parameters.Where(parameter => parameter.In == "query").Select(parameter => parameter.Name).ToList();
            var name = all.Count == 0 || draw.OnceIn(6) ? draw.One(["nobodyKnowsThis", "key", "access_token", "Limit", "limit[]", "%00", ""]) : draw.One(all);
            query.Add($"{name}{(draw.OnceIn(10) ? "" : "=")}{_spoiler.Address("a")}");
            if (draw.OnceIn(6))
            {
                query.Add(query[0]);
            }
        }
        return string.Join('&', query);
    }

    private IEnumerable<(string, string)> Headers(ContractOperation operation, string path, bool isSpoiled)
    {
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "header"))
        {
            if (isSpoiled && draw.OnceIn(3))
            {
                yield return (parameter.Name, draw.One(["x", "\"", "W/", "*, \"a\"", "\"a\" \"b\"", "bytes=5-1", "bytes=-", "bytes=a-b", new string('"', 1100), "-1", "\"苏\""]));
            }
            else if (parameter.IsRequired ? !isSpoiled || draw.OnceIn(2) : draw.OnceIn(4))
            {
                yield return (parameter.Name, Header(parameter, path));
            }
        }
        if (isSpoiled && draw.OnceIn(3))
        {
            yield return ("Accept", draw.One(["text/nothing", "application/json;q=0", "*/*;q=0.1", "/", "application/xml, */*;q=0", ""]));
        }
        else if (draw.OnceIn(12))
        {
            yield return ("Accept-Encoding", draw.One(["br", "gzip", "gzip;q=0", "identity;q=0", "*"]));
        }
    }

    private string Header(ContractParameter parameter, string path) => parameter.Name switch
    {
        "If-Match" => draw.Below(4) switch { 0 => pool.TagOf(path), 1 => draw.One(["\"stale\"", "W/\"a\", \"b\""]), _ => "*" },
        "If-None-Match" => draw.OnceIn(2) ? pool.TagOf(path) : draw.One(["*", "\"stale\"", "W/\"a\", \"b\""]),
        "If-Modified-Since" => draw.One(["Mon, 19 Apr 2021 20:11:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"]),
        "Idempotency-Key" => draw.OnceIn(4) ? "again" : $"k{draw.Below(1_000_000)}",
        "Range" => draw.One(["bytes=0-", "bytes=0-0", "bytes=-1", "bytes=99999999-", "bytes=0-1,3-4", "bytes=0-99999999999999999999", "lines=1-2"]),
        "If-Range" => draw.OnceIn(2) ? pool.TagOf(path) : "\"stale\"",
        "Prefer" => draw.One(["return=minimal", "return=representation, wait=5", "x; y=\"z\""]),
        _ => Text(parameter),
    };

    private IEnumerable<(string, string)> Key() => draw.Below(16) switch
    {
        0 => [],
        1 => [("Authorization", draw.One(["Bearer none", "Bearer", "Basic YTpi", "hcms_" + new string('a', 43), $"Bearer {Portal.AdminKey}x", "Bearer 苏"]))],
        _ => [("Authorization", $"Bearer {Portal.AdminKey}")],
    };

    private FuzzRequest WithBody(ContractOperation operation, FuzzRequest request, string? spoiled)
    {
        if (operation.Body.ValueKind == JsonValueKind.Undefined)
        {
            return request; // HTTP gives a body there no meaning, and many clients send one
        }
        var isRequired = operation.Body.TryGetProperty("required", out var required) && required.GetBoolean();
        if ((!isRequired && draw.OnceIn(3)) || (spoiled == "type" && draw.OnceIn(4)))
        {
            return request;
        }
        var (type, media) = draw.One([.. operation.Body.GetProperty("content").EnumerateObject().Select(content => (content.Name, content.Value))]);
        if (type == "*/*")
        {
            return request with { Body = FuzzTexts.OfLength(draw, draw.Below(100)), Type = draw.One(["text/plain", "application/json", "application/x-www-form-urlencoded", "x"]) };
        }
        var value = _values.Valid(media.GetProperty("schema"), "")!.AsObject();
        if (type == "multipart/form-data")
        {
            return request with { Parts = [.. Form(value, spoiled == "body")] };
        }
        return request with
        {
            Body = spoiled == "body" ? _spoiler.Json(value) : value.ToJsonString(),
            Type = spoiled == "type" ? draw.One(["text/plain", "application/json; charset=utf-16", "application/xml", "json", ""]) : draw.OnceIn(8) ? type + "; charset=UTF-8" : type,
        };
    }

    private IEnumerable<FuzzPart> Form(JsonObject value, bool isSpoiled)
    {
        var wrong = isSpoiled ? draw.Below(8) : -1;
        foreach (var (name, said) in value)
        {
            if (name != "file")
            {
                var text = wrong == 0 ? draw.One(["", "\0", "maybe", FuzzTexts.OfLength(draw, 501), new string('字', 2000), "TRUE"]) : said!.GetValueKind() == JsonValueKind.String ? said.GetValue<string>() : said.ToJsonString();
                yield return new(name, wrong == 1 ? [0xED, 0xA0, 0x80] : Encoding.UTF8.GetBytes(text));
            }
            else if (wrong != 2)
            {
                yield return File(wrong == 3);
            }
        }
        if (wrong is 4 or 5)
        {
            yield return wrong == 4 ? File(isEmpty: false) : new("nobodyKnowsThis", [1]);
        }
    }

    private FuzzPart File(bool isEmpty)
    {
        var (bytes, end, type) = draw.Below(4) switch
        {
            0 => (SampleImages.Png(1 + draw.Below(3)), "png", "image/png"),
            1 => (SampleImages.Jpeg(), "jpg", "image/jpeg"),
            2 => (SampleFiles.Pdf(), "pdf", "application/pdf"),
            _ => (SampleFiles.Text(), "txt", "text/plain"),
        };
        return new("file", isEmpty ? [] : bytes, $"{draw.One(["图", "a b", "é", "n" + draw.Below(100)])}.{end}", draw.OnceIn(4) ? null : type);
    }

    private string Text(ContractParameter parameter) => parameter.Name == "wait" ? "0" : _values.Valid(parameter.Schema, parameter.Name) switch
    {
        JsonArray list => string.Join(',', list.Select(item => item!.GetValue<string>())),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("0", CultureInfo.InvariantCulture),
        { } other => other.ToJsonString(),
        null => "",
    };

    [GeneratedRegex(@"(?<list>[a-z]+)/\{[^}]+\}")]
    private static partial Regex Parameter();
}
