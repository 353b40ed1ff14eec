using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Sandbox;

/// <summary>What is to go wrong with which operation, and how often still.</summary>
internal sealed class SandboxFaults
{
    private readonly Lock _gate = new();
    private List<SandboxFault> _left = [];

    /// <summary>What is left of them, in order.</summary>
    public IReadOnlyList<SandboxFault> Left
    {
        get
        {
            lock (_gate)
            {
                return [.. _left];
            }
        }
    }

    /// <summary>Puts these in the place of all there were.</summary>
    public void Set(IEnumerable<SandboxFault> faults)
    {
        lock (_gate)
        {
            _left = [.. faults.Select(fault => fault with { Calls = fault.Calls ?? 1 })];
        }
    }

    /// <summary>Makes a call go wrong if one is to; else it goes on.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var operation = context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
        if (operation is null || Take(operation) is not { } fault)
        {
            await next(context);
            return;
        }
        if (fault.Delay is { } delay)
        {
            await Task.Delay(delay, context.RequestAborted); // a timer, not a thread
        }
        if (fault.Status is not { } status)
        {
            await next(context);
            return;
        }
        WriteHeaders(context.Response, status);
        await ProblemWriter.WriteAsync(context, KindOf(status), "The sandbox was told to answer so.");
    }

    private SandboxFault? Take(string operation)
    {
        lock (_gate)
        {
            var at = _left.FindIndex(fault => fault.OperationId == operation);
            if (at < 0)
            {
                return null;
            }
            var fault = _left[at];
            if (fault.Calls > 1)
            {
                _left[at] = fault with { Calls = fault.Calls - 1 };
            }
            else
            {
                _left.RemoveAt(at);
            }
            return fault;
        }
    }

    // What the API itself never answers comes from what stands before it: such a problem has no page (RFC 9457 section 4.2.1).
    private static ProblemKind KindOf(int status) => ProblemKinds.All.FirstOrDefault(kind => kind.Status == status)
        ?? new ProblemKind(status, "", ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Fault", "", "") { Address = "about:blank" };

    private static void WriteHeaders(HttpResponse response, int status)
    {
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "1";
        }
        if (status is StatusCodes.Status401Unauthorized)
        {
            response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        }
    }
}
