using System.Net;
using System.Security.Claims;
using System.Text;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Security;
using HeadlessCms.Tests.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http.Idempotency;

/// <summary>What is stored of a request: who sent what under which key, told by hashes alone.</summary>
public sealed class RequestNamesTests
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("a secret of the names' own tests");

    private readonly FakeTimeProvider _clock = new(ViewSamples.Noon);

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void The_public_is_told_apart_by_network(string one, string other, bool same)
    {
        Assert.Equal(same, IdsOf(one)[0] == IdsOf(other)[0]);
        Assert.Equal(same, Named(one).InFlight == Named(other).InFlight);
    }

    [Fact]
    public void An_address_has_another_hash_each_day_and_is_found_on_the_next()
    {
        var today = IdsOf("192.0.2.7");
        _clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = IdsOf("192.0.2.7");
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.NotEqual(today[0], tomorrow[0]);
        Assert.Contains(today[0], tomorrow);
        Assert.DoesNotContain(today[0], IdsOf("192.0.2.7"));
    }

    [Fact]
    public void A_key_is_the_same_from_everywhere_and_every_day_and_after_a_new_secret()
    {
        var before = Named("192.0.2.7", caller: "a").Identify("{}"u8.ToArray())[0];
        _clock.Advance(TimeSpan.FromDays(1));
        var names = new RequestNames(new Secrets(Encoding.UTF8.GetBytes("a new secret, of 32 bytes or more"), Secret), _clock);

        Assert.Contains(before, names.Of(Context("198.51.100.1", "a"), "key").Identify("{}"u8.ToArray()));
        Assert.DoesNotContain(before, names.Of(Context("198.51.100.1", "a"), "key").Identify("[]"u8.ToArray()));
        Assert.DoesNotContain(before.Id, names.Of(Context("198.51.100.1", "b"), "key").Identify("{}"u8.ToArray()).Select(request => request.Id));
    }

    private string[] IdsOf(string address) => [.. Named(address).Ids.Select(id => id.Id)];

    private RequestNames.Named Named(string address, string? caller = null) =>
        new RequestNames(new Secrets(Secret), _clock).Of(Context(address, caller), "key");

    private static DefaultHttpContext Context(string address, string? caller)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Path = "/v1/articles";
        context.Request.Method = "POST";
        if (caller is not null)
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller)], "Key"));
        }
        return context;
    }
}
