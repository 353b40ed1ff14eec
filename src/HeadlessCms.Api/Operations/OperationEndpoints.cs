using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.OpenApi;
using HeadlessCms.Platform.Jobs;

namespace HeadlessCms.Operations;

/// <summary>What operators and developers ask of the server itself: health, the contract, the pages about problems.</summary>
internal static class OperationEndpoints
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<Readiness>()
        .AddBackground<Backlog>()
        .AddSingleton<ContractDocument>()
        .AddContract(ContractServices.DocumentName, options =>
        {
            options.AddOperationTransformer<ContractSecurity>();
            options.AddOperationTransformer<ContractExamples>();
            options.AddDocumentTransformer<ContractInfo>();
        });

    public static void MapOperations(this WebApplication app)
    {
        var operations = app.MapGroup("").WithOperationNames().WithHead().WithValidation();
        operations.MapHealth();
        operations.MapProblems();
        operations.MapContract();
        app.UseDocs();
    }
}
