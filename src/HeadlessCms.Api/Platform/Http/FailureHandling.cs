using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http;

/// <summary>What becomes of a request that no handler answers: every layer's fault leaves as a problem document.</summary>
internal sealed partial class FailureHandling(ILogger<FailureHandling> logger) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        if (exception is BadHttpRequestException refused)
        {
            httpContext.Response.StatusCode = refused.StatusCode;
        }
        else if (exception is DbException { IsTransient: true })
        {
            // The database says that the same may well succeed in a moment: nothing was stored.
            httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            httpContext.Response.Headers.RetryAfter = "1";
            DatabaseUnavailable(exception);
        }
        else
        {
            httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
            RequestFailed(exception);
        }
        await ProblemWriter.WriteForStatusAsync(httpContext);
        return true;
    }

    /// <summary>
    /// Bodies for empty answers; and <c>OPTIONS</c>, which routing refuses as any method nobody mapped, though it has
    /// already said in <c>Allow</c> what OPTIONS is to say.
    /// </summary>
    public static Task OnStatusAsync(StatusCodeContext status)
    {
        var response = status.HttpContext.Response;
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed && !status.HttpContext.RequestServices.GetRequiredService<ServedPaths>().Has(status.HttpContext))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.Headers.Remove(HeaderNames.Allow);
        }
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            var methods = response.Headers.Allow.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            response.Headers[HeaderNames.Allow] = string.Join(", ", methods.Append(HttpMethods.Options).Distinct().Order());
            if (HttpMethods.IsOptions(status.HttpContext.Request.Method))
            {
                response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            }
        }
        return ProblemWriter.WriteForStatusAsync(status.HttpContext);
    }

    [LoggerMessage(LogLevel.Warning, "The database could not do it now; the client is asked to try again")]
    private partial void DatabaseUnavailable(Exception why);

    [LoggerMessage(LogLevel.Error, "A request failed")]
    private partial void RequestFailed(Exception why);
}
