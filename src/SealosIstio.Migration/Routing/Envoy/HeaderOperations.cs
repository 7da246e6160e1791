namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>Turns configured header operations into changes for one request (source/common/router/header_parser.cc).</summary>
internal static class HeaderOperations
{
    /// <summary>
    /// Removals first, then overwrites, then additions. An operation whose value comes out empty does nothing at all:
    /// <c>set: {X: ""}</c> doesn't clear X.
    /// </summary>
    public static IReadOnlyList<HeaderChange> Evaluate(
        IReadOnlyList<HeaderOperation> operations,
        HttpTransaction transaction
    )
    {
        if (operations.Count == 0)
            return [];
        var changes = new List<HeaderChange>();
        foreach (var kind in new[] { HeaderChangeKind.Remove, HeaderChangeKind.Set, HeaderChangeKind.Add })
        foreach (var operation in operations)
        {
            if (operation.Kind != kind)
                continue;
            var value = operation.Format?.Evaluate(transaction) ?? "";
            if (kind == HeaderChangeKind.Remove || value.Length > 0)
                changes.Add(new HeaderChange(kind, operation.Name, value));
        }
        return changes;
    }
}
