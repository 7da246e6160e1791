using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>What a run is about to do to an object.</summary>
public enum JournalAction
{
    /// <summary>Apply it: create it, or change what it was before.</summary>
    Write,

    /// <summary>Put marks on an Ingress, and take them off.</summary>
    Mark,

    /// <summary>Change the variables of a controller's Deployment.</summary>
    Switch,

    /// <summary>Take it from the Ingress that owns it.</summary>
    Release,

    /// <summary>Remove an Ingress.</summary>
    Remove,
}

/// <summary>What a run wrote down before it touched an object.</summary>
/// <param name="Action">What it was about to do.</param>
/// <param name="Identity">Which object.</param>
/// <param name="Before">What the object was, with its uid and age and without the server's other bookkeeping; null when it didn't exist.</param>
/// <param name="Manager">The field manager that applied it, or had most of its fields; null when nobody knows.</param>
public sealed record JournalEntry(
    JournalAction Action,
    ResourceIdentity Identity,
    KubernetesObject? Before,
    string? Manager
)
{
    /// <summary>The entry for an object as it is now.</summary>
    /// <param name="action">What is about to be done.</param>
    /// <param name="identity">Which object.</param>
    /// <param name="live">The object; null when it doesn't exist.</param>
    public static JournalEntry Of(JournalAction action, ResourceIdentity identity, KubernetesObject? live) =>
        new(action, identity, live is null ? null : RecordedObject.Of(live), live is null ? null : ManagerOf(live));

    internal (JournalAction, ResourceIdentity) Key => (Action, Identity.WithoutVersion);

    // Whoever applied it goes on applying it, and is to find the fields their own.
    private static string? ManagerOf(KubernetesObject live)
    {
        var entries = (live.Metadata.ManagedFields ?? [])
            .Where(entry => string.IsNullOrEmpty(entry.Subresource))
            .ToList();
        var main =
            entries.Find(entry => entry.Operation == "Apply")
            ?? entries.MaxBy(entry => entry.FieldsV1?.ToString().Length ?? 0);
        return main?.Manager;
    }
}
