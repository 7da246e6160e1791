using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>What became of MinIO's Service and of its routes.</summary>
/// <param name="Identity">The Service.</param>
/// <param name="Action">Failed or Skipped when some object was, else Configured when something changed, else Unchanged.</param>
/// <param name="Before">How the Service was reached before, such as <c>LoadBalancer:31843</c>: its type and its node port.</param>
/// <param name="After">How it is reached now, or would be if the change were confirmed.</param>
/// <param name="NodePort">The node port; null when it has none.</param>
/// <param name="Domain">The further host; null when there is none beside the hosts that S3 had all along.</param>
/// <param name="Hosts">The hosts at which S3 answers at the gateway; none after a restore.</param>
/// <param name="Endpoints">Where clients outside reach S3, as URLs; none after a restore.</param>
/// <param name="Objects">What became of each object.</param>
/// <param name="Removed">The objects that a restore removed.</param>
public sealed record MinioMigrationResult(
    ResourceIdentity Identity,
    ApplyAction Action,
    string Before,
    string After,
    int? NodePort,
    string? Domain,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Endpoints,
    IReadOnlyList<ApplyResult> Objects,
    IReadOnlyList<ResourceIdentity> Removed
)
{
    /// <summary>The namespace of the Service.</summary>
    public string? Namespace => Identity.Namespace;

    /// <summary>The name of the Service.</summary>
    public string Name => Identity.Name;

    /// <summary><c>Service namespace/name action</c>.</summary>
    public override string ToString() => $"{Identity} {Action}";

    internal static ApplyAction Summarize(IReadOnlyList<ApplyResult> results, int removed) =>
        results.Any(result => result.Action == ApplyAction.Failed) ? ApplyAction.Failed
        : results.Any(result => result.Action == ApplyAction.Skipped) ? ApplyAction.Skipped
        : removed > 0 || results.Any(result => result.Action != ApplyAction.Unchanged) ? ApplyAction.Configured
        : ApplyAction.Unchanged;
}
