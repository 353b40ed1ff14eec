using FluentValidation;

namespace HeadlessCms.Sandbox;

/// <summary>What is refused of a time: what ids cannot hold.</summary>
internal sealed class SandboxTimeRules : AbstractValidator<SandboxTime>
{
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public SandboxTimeRules()
    {
        RuleFor(time => time.Now).NotEmpty();
        RuleFor(time => time.Now).Must(now => now is null || (now >= Earliest && now < Latest))
            .WithErrorCode("out_of_range").WithMessage("It must lie between the years 1970 and 8999.");
    }
}

/// <summary>What is refused of a list of faults.</summary>
internal sealed class SandboxFaultListRules : AbstractValidator<SandboxFaultList>
{
    public SandboxFaultListRules(EndpointDataSource endpoints)
    {
        RuleFor(list => list.Items).NotNull();
        RuleFor(list => list.Items).Must(items => items is not { Count: > 100 })
            .WithErrorCode("too_many").WithMessage("There can be 100 at most.");
        RuleForEach(list => list.Items).NotNull().SetValidator(new SandboxFaultRules(endpoints));
    }
}

/// <summary>What is refused of one fault.</summary>
internal sealed class SandboxFaultRules : AbstractValidator<SandboxFault>
{
    public SandboxFaultRules(EndpointDataSource endpoints)
    {
        RuleFor(fault => fault.OperationId).NotEmpty();
        RuleFor(fault => fault.OperationId).Must(name => name is null or "" || IsOperation(endpoints, name))
            .WithErrorCode("unknown").WithMessage("No operation of the contract has this name.");
        RuleFor(fault => fault.Status).InclusiveBetween(400, 599);
        RuleFor(fault => fault.Delay).InclusiveBetween(1, 60_000);
        RuleFor(fault => fault.Calls).InclusiveBetween(1, 1_000_000);
        RuleFor(fault => fault.Status).Must((fault, status) => status is not null || fault.Delay is not null)
            .WithErrorCode("required").WithMessage("A status, a delay, or both: else nothing would go wrong.");
    }

    // The sandbox's own operations cannot be made to fail, or nobody could undo it.
    private static bool IsOperation(EndpointDataSource endpoints, string name) => endpoints.Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointGroupNameMetadata>() is null)
        .Any(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == name);
}
