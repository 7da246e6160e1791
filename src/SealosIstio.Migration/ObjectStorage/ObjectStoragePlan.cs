using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>A move that was checked.</summary>
public sealed class ObjectStoragePlan
{
    internal ObjectStoragePlan(
        V1Service service,
        int? nodePort,
        JsonObject? patch,
        StorageHosts hosts,
        ApplyPlan routes
    )
    {
        Service = service;
        NodePortBefore = nodePort;
        Patch = patch;
        StorageHosts = hosts;
        Routes = routes;
    }

    /// <summary>The Service as the cluster has it.</summary>
    public V1Service Service { get; }

    /// <summary>The node port that it is to have.</summary>
    public int NodePort { get; internal init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>The addresses for clients.</summary>
    public IReadOnlyList<string> Endpoints { get; internal init; } = [];

    /// <summary>Whether anything is left to do.</summary>
    public bool HasChanges => Patch is not null || Changes.Any();

    /// <summary>What would be done, in one line.</summary>
    public string Preview =>
        string.Join(
            ", ",
            Changes
                .Select(step =>
                    $"{(step.Prediction == ApplyAction.Created ? "create" : "configure")} {step.Identity.Kind} {step.Identity.Name}"
                )
                .Append(
                    Patch is null
                        ? "leave the Service as it is"
                        : $"{StorageService.Describe(Service.Spec?.Type, NodePortBefore)} to {StorageService.Describe("NodePort", NodePort)}"
                )
        );

    internal int? NodePortBefore { get; }

    internal JsonObject? Patch { get; }

    internal StorageHosts StorageHosts { get; }

    internal ApplyPlan Routes { get; }

    private IEnumerable<ApplyStep> Changes =>
        Routes.Steps.Where(step => step.Prediction is ApplyAction.Created or ApplyAction.Configured);
}
