using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http.Idempotency;

public sealed class ShownOnceTests(Workshops workshops)
{
    [Fact]
    public async Task A_secret_is_answered_once_and_not_stored()
    {
        var api = workshops.Shared.Anonymous;
        Task<Answer> MakeAsync() => api.PostAsync("/v1/test/secrets", new { title = "a secret", inner = new { name = "苏州" } }, ("Idempotency-Key", "once"));

        var first = (await MakeAsync()).Expect(HttpStatusCode.OK);
        var again = (await MakeAsync()).Expect(HttpStatusCode.OK);

        Assert.Equal("a secret", first.Json.Text("title"));
        Assert.Null(again.Json.Text("title"));
        Assert.Equal(first.Text.Replace("\"a secret\"", "null", StringComparison.Ordinal), again.Text);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
    }

    [Fact]
    public async Task An_empty_optional_body_is_the_same_as_an_empty_object()
    {
        var api = workshops.Shared.Anonymous;

        (await api.PostAsync("/v1/test/optional", null, ("Idempotency-Key", "optional"))).Expect(HttpStatusCode.OK);
        var again = (await api.PostAsync("/v1/test/optional", new { }, ("Idempotency-Key", "optional"))).Expect(HttpStatusCode.OK);

        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        var api = workshops.Shared.Anonymous;
        Task<Answer> FailAsync() => api.PostAsync("/v1/test/failures", null, ("Idempotency-Key", "fails"));

        (await FailAsync()).ExpectProblem(HttpStatusCode.InternalServerError, "internal");
        (await FailAsync()).ExpectProblem(HttpStatusCode.InternalServerError, "internal");
    }
}
