using System.Reflection;

namespace HeadlessCms.Platform.Http;

/// <summary>The one filter of the API group: no handler runs with an argument that was sent wrongly.</summary>
internal static class Validation
{
    /// <summary>Answers for faulty bodies and queries, and refuses query parameters that nothing reads.</summary>
    public static TBuilder WithValidation<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            var handler = endpoint.Metadata.OfType<MethodInfo>().FirstOrDefault();
            var readsQuery = handler?.GetParameters().Any(parameter => parameter.ParameterType == typeof(Query)) ?? false;
            endpoint.FilterFactories.Add((_, next) => invocation =>
            {
                var first = invocation.Arguments.OfType<IFaulty>().FirstOrDefault(argument => argument.Problem is not null)?.Problem;
                if (first is not (null or InvalidProblem))
                {
                    return new(first);
                }
                var unknown = readsQuery ? [] : Query.Unknown(invocation.HttpContext.Request.Query, []);
                return first is null && unknown.Count == 0
                    ? next(invocation)
                    : new(new InvalidProblem([.. unknown, .. FaultsOf(invocation.Arguments)]));
            });
            endpoint.Metadata.Add(new ProblemResponse(StatusCodes.Status400BadRequest));
        });
        return builder;
    }

    // Of the query and of the body: who mends the one should not have to come back for the other.
    private static IEnumerable<Fault> FaultsOf(IEnumerable<object?> arguments) =>
        arguments.OfType<IFaulty>().Select(argument => argument.Problem).OfType<InvalidProblem>().SelectMany(problem => problem.Faults);
}
