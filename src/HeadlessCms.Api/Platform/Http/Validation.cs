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
                if (invocation.Arguments.OfType<IFaulty>().FirstOrDefault(argument => argument.Problem is not null) is { } faulty)
                {
                    return new(faulty.Problem);
                }
                if (!readsQuery && Query.Unknown(invocation.HttpContext.Request.Query, []) is { Count: > 0 } unknown)
                {
                    return new(new InvalidProblem(unknown));
                }
                return next(invocation);
            });
            endpoint.Metadata.Add(new ProblemResponse(StatusCodes.Status400BadRequest));
        });
        return builder;
    }
}
