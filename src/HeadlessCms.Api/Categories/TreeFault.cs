using HeadlessCms.Platform.Http;

namespace HeadlessCms.Categories;

/// <summary>Why the tree refuses a change.</summary>
internal enum TreeFault
{
    UnknownParent,
    BelowItself,
    TooDeep,
    SlugTaken,
    NameTaken,
    HasChildren,
    HasArticles,
    UnknownTarget,
    TargetBelow,
    TargetTooDeep,
    ChildNameTaken,
}

/// <summary>What a change came to: the category as it is now, or every reason why there was none.</summary>
internal sealed record TreeOutcome(CategoryRow? Row, IReadOnlyList<TreeFault> Faults);

/// <summary>The reasons in the words of the contract.</summary>
internal static class TreeFaults
{
    /// <summary>The problem of a request that names a category that does not exist; null when none does.</summary>
    public static InvalidProblem? Unknown(IReadOnlyList<TreeFault> faults) =>
        faults.Any(fault => fault is TreeFault.UnknownParent or TreeFault.UnknownTarget)
            ? new InvalidProblem(faults.Select(Say))
            : null;

    /// <summary>The problem of a request that clashes with the tree as it stands.</summary>
    public static ConflictProblem Conflict(IReadOnlyList<TreeFault> faults)
    {
        var said = faults.Select(Say).ToList();
        // What is in the way of a deletion stands in no body and no parameter.
        return new(string.Join(' ', said.Select(fault => fault.Detail)),
            said.Where(fault => fault.Pointer is not null || fault.Parameter is not null));
    }

    /// <summary>One reason, with the property it is about.</summary>
    public static Fault Say(TreeFault fault) => fault switch
    {
        TreeFault.UnknownParent => Fault.At("/parentId", "unknown", "No category has that id or slug."),
        TreeFault.BelowItself => Fault.At("/parentId", "cycle", "A category cannot lie below itself."),
        TreeFault.TooDeep => Fault.At("/parentId", "too_deep", $"The tree may have {CategoryRules.MaximumDepth} levels."),
        TreeFault.SlugTaken => Fault.At("/slug", "taken", "Another category has that slug, or had it and redirects from it."),
        TreeFault.NameTaken => Fault.At("/name", "taken", "A category beside it has that name."),
        TreeFault.UnknownTarget => Fault.In("moveTo", "unknown", "No category has that id or slug."),
        TreeFault.TargetBelow => Fault.In("moveTo", "cycle", "What is to be deleted cannot take its own content, nor can what lies below it."),
        TreeFault.TargetTooDeep => Fault.In("moveTo", "too_deep", $"The tree may have {CategoryRules.MaximumDepth} levels."),
        TreeFault.ChildNameTaken => Fault.In("moveTo", "name_taken", "A category there has the name of one that would be moved."),
        TreeFault.HasChildren => new() { Code = "has_children", Detail = "Categories lie below it; move them first, or name where with moveTo." },
        TreeFault.HasArticles => new() { Code = "has_articles", Detail = "Articles lie in it; move them first, or name where with moveTo." },
        _ => throw new InvalidOperationException($"Nothing says {fault}."),
    };
}
