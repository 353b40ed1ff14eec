using System.Globalization;

namespace HeadlessCms.Sandbox;

/// <summary>Dates every answer by the clock that stands still; the server would write the real time.</summary>
internal sealed class SandboxDate(SandboxClock clock) : IStartupFilter
{
    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(inner => context =>
        {
            // When the answer starts: a failure on the way clears the headers set before it.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.Date = clock.Now.ToString("r", CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            return inner(context);
        });
        next(app);
    };
}
