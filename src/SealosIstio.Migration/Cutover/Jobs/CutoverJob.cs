using System.Text.Json;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Permissions;

namespace SealosIstio.Migration.Cutover.Jobs;

/// <summary>
/// An Indexed Job whose Pods share a cutover or a rollback, with the account that they work as and the least role for it. A Pod that fails is
/// made up for, and its successor goes on where it stopped.
/// </summary>
public static class CutoverJob
{
    /// <summary>So often a Pod may fail, on average: leases of those that died run out, servers come back.</summary>
    private const int FailuresPerShard = 6;

    /// <summary>Makes the objects: ServiceAccount, ClusterRole, ClusterRoleBinding, Job.</summary>
    /// <param name="settings">What the Pods do.</param>
    /// <param name="options">The platform, as the Pods' connection is to know it.</param>
    /// <param name="now">The time, for the id of a new run.</param>
    public static IReadOnlyList<KubernetesObject> Create(
        CutoverJobSettings settings,
        ConversionOptions options,
        DateTimeOffset now
    )
    {
        var name = settings.Name ?? (settings.IsRollback ? "sealos-rollback" : "sealos-cutover");
        var run = settings.RunId ?? RunStore.NewId(now);
        return
        [
            new V1ServiceAccount { Metadata = Metadata(name, run, settings.Namespace) },
            .. OperatorRole.Create(
                [settings.IsRollback ? OperatorCapability.Rollback : OperatorCapability.Cutover],
                new OperatorRoleOptions { Name = name, ServiceAccounts = [$"{settings.Namespace}/{name}"] }
            ),
            new V1Job
            {
                Metadata = Metadata(name, run, settings.Namespace),
                Spec = new V1JobSpec
                {
                    CompletionMode = "Indexed",
                    Completions = settings.Shards,
                    Parallelism = settings.Shards,
                    BackoffLimit = FailuresPerShard * settings.Shards,
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = Labels(run) },
                        Spec = Pod(settings, name, CutoverJobScript.Of(settings, options, run)),
                    },
                },
            },
        ];
    }

    private static V1PodSpec Pod(CutoverJobSettings settings, string account, string script) =>
        new()
        {
            ServiceAccountName = account,
            // A new Pod may come to another node; a container that restarts stays where its trouble may be.
            RestartPolicy = "Never",
            Containers =
            [
                new V1Container
                {
                    Name = "shard",
                    Image = settings.Image,
                    Command = ["pwsh"],
                    Args = ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", script],
                    Env =
                    [
                        // PowerShell keeps caches in the home folder, which the image's user may not have.
                        new V1EnvVar { Name = "HOME", Value = "/tmp" },
                        new V1EnvVar { Name = "POWERSHELL_TELEMETRY_OPTOUT", Value = "1" },
                    ],
                    Resources = new V1ResourceRequirements
                    {
                        Requests = new Dictionary<string, ResourceQuantity>
                        {
                            ["cpu"] = new(settings.Cpu),
                            ["memory"] = new(settings.Memory),
                        },
                        Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new(settings.Memory) },
                    },
                    AdditionalProperties = Fields(
                        """
                        {"securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]},
                         "readOnlyRootFilesystem": true},
                         "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}]}
                        """
                    ),
                },
            ],
            AdditionalProperties = Fields(
                """
                {"securityContext": {"runAsNonRoot": true, "runAsUser": 65532, "runAsGroup": 65532, "fsGroup": 65532,
                 "seccompProfile": {"type": "RuntimeDefault"}},
                 "volumes": [{"name": "tmp", "emptyDir": {}}]}
                """
            ),
        };

    private static V1ObjectMeta Metadata(string name, string run, string space) =>
        new()
        {
            Name = name,
            NamespaceProperty = space,
            Labels = Labels(run),
        };

    private static Dictionary<string, string> Labels(string run) =>
        new(StringComparer.Ordinal) { [Provenance.ManagedByLabel] = Provenance.ManagedBy, [RunStore.RunLabel] = run };

    private static Dictionary<string, JsonElement> Fields(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.Clone());
    }
}
