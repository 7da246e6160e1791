namespace SealosIstio.Migration.Routing;

/// <summary>What happens to a header.</summary>
public enum HeaderChangeKind
{
    /// <summary>Every present value goes; one value stands.</summary>
    Set,

    /// <summary>One more value, beside those present.</summary>
    Add,

    /// <summary>Every value goes.</summary>
    Remove,
}

/// <summary>One change to the headers of a request or a response. Changes apply in the order they are listed.</summary>
/// <param name="Kind">Set, add or remove.</param>
/// <param name="Name">Header name as configured.</param>
/// <param name="Value">The value with variables resolved; empty for a removal.</param>
public sealed record HeaderChange(HeaderChangeKind Kind, string Name, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Kind == HeaderChangeKind.Remove ? $"-{Name}" : $"{Kind} {Name}: {Value}";

    /// <summary>The headers after all changes, the order of the untouched ones kept.</summary>
    /// <param name="headers">The headers as they came.</param>
    /// <param name="changes">The changes, first to last.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Apply(
        IEnumerable<KeyValuePair<string, string>> headers,
        IEnumerable<HeaderChange> changes
    )
    {
        var result = headers.ToList();
        foreach (var change in changes)
        {
            if (change.Kind != HeaderChangeKind.Add)
                result.RemoveAll(header => header.Key.Equals(change.Name, StringComparison.OrdinalIgnoreCase));
            if (change.Kind != HeaderChangeKind.Remove)
                result.Add(new(change.Name, change.Value));
        }
        return result;
    }
}
