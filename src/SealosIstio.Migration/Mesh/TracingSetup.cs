using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Mesh;

/// <summary>What switching tracing on changes.</summary>
/// <param name="Mesh">The change of the mesh configuration: the provider, and that tracing is on.</param>
/// <param name="Telemetry">The Telemetry as it is to be.</param>
/// <param name="LiveTelemetry">The one of that name that is there; null when there is none.</param>
public sealed record TracingPlan(MeshConfigChange Mesh, Telemetry Telemetry, Telemetry? LiveTelemetry)
{
    /// <summary>What becomes of the Telemetry.</summary>
    public ApplyAction TelemetryAction =>
        LiveTelemetry is null ? ApplyAction.Created
        : MeshConfigDifference.IsSame(TracingOf(LiveTelemetry), TracingOf(Telemetry)) ? ApplyAction.Unchanged
        : ApplyAction.Configured;

    internal static JsonNode? TracingOf(Telemetry telemetry) =>
        KubernetesJson.ToJsonObject(telemetry)["spec"]?["tracing"]?.DeepClone();
}

/// <summary>
/// Switches tracing on for the whole mesh: an extension provider in the mesh configuration, and a Telemetry in Istio's root namespace that
/// names it. Everything is checked before the first of the two is written.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="space">Istio's namespace.</param>
public sealed class TracingSetup(IKubernetesCluster cluster, string space)
{
    private readonly MeshConfigMap mesh = new(cluster, space);

    /// <summary>What it would change. Reads, and writes nothing.</summary>
    /// <param name="settings">How to trace.</param>
    /// <param name="revision">The revision of istiod; null for the one without a name, or else the only one.</param>
    /// <param name="force">Replaces another tracing than SealosIstio's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ResourceException">
    /// Something is missing (Istio, the collector's Service or its port), a value can't be right, or somebody else has set up tracing.
    /// </exception>
    public async Task<TracingPlan> PlanAsync(
        TracingSettings settings,
        string? revision,
        bool force,
        CancellationToken cancellationToken = default
    )
    {
        var state = await mesh.ReadAsync(revision, cancellationToken);
        var root = state.Config["rootNamespace"]?.GetValue<string>() is { Length: > 0 } named ? named : space;
        var telemetry = MeshTelemetry.Build(
            new MeshTelemetrySettings
            {
                Name = settings.TelemetryName,
                Namespace = root,
                TracingProvider = settings.Provider,
                SamplingPercent = settings.SamplingPercent,
            }
        );
        var type = await new ServedTypes(cluster).RequireAsync(ResourceIdentity.Of(telemetry), cancellationToken);
        telemetry = (Telemetry)ServedTypes.InVersion(telemetry, type);
        await RequireServiceAsync(settings, cancellationToken);
        var change = MeshConfigMap.Plan(state, Fields(state, settings, force));
        var live = await FindTelemetryAsync(type, telemetry, cancellationToken);
        var plan = new TracingPlan(change, telemetry, live);
        if (
            plan.TelemetryAction == ApplyAction.Configured
            && TracingPlan.TracingOf(live!) is not null
            && !Provenance.IsOurs(live!)
            && !force
        )
            throw new ResourceException(
                ResourceProblem.NotManaged,
                ResourceIdentity.Of(live!),
                $"{live}: spec.tracing was set by somebody else.",
                "Leave it as it is, or replace it with -Force."
            );
        return plan;
    }

    /// <summary>Writes the provider.</summary>
    /// <exception cref="ResourceException">The mesh configuration was changed since it was read.</exception>
    public Task<ApplyResult> ApplyMeshAsync(TracingPlan plan, CancellationToken cancellationToken = default) =>
        mesh.ApplyAsync(plan.Mesh, cancellationToken);

    /// <summary>Writes the Telemetry: of one that is there only its tracing.</summary>
    public async Task<ApplyResult> ApplyTelemetryAsync(TracingPlan plan, CancellationToken cancellationToken = default)
    {
        var identity = ResourceIdentity.Of(plan.Telemetry);
        if (plan.TelemetryAction == ApplyAction.Unchanged)
            return new ApplyResult(identity, ApplyAction.Unchanged, null, plan.LiveTelemetry, IsDryRun: false);
        if (plan.LiveTelemetry is not { } live)
        {
            var created = await cluster.ApplyAsync(plan.Telemetry, new ApplyOptions(), cancellationToken);
            return new ApplyResult(identity, ApplyAction.Created, null, created, IsDryRun: false);
        }
        var type = await new ServedTypes(cluster).RequireAsync(identity, cancellationToken);
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = live.Metadata.ResourceVersion },
            ["spec"] = new JsonObject { ["tracing"] = TracingPlan.TracingOf(plan.Telemetry) },
        };
        var changed = await cluster.PatchAsync(
            type,
            identity.Namespace,
            identity.Name,
            new KubernetesPatch(PatchType.Merge, patch),
            new PatchOptions(),
            cancellationToken
        );
        return new ApplyResult(identity, ApplyAction.Configured, null, changed, IsDryRun: false);
    }

    private static JsonObject Fields(MeshConfigState state, TracingSettings settings, bool force)
    {
        var protocol = settings.Protocol == TracingProtocol.Zipkin ? "zipkin" : "opentelemetry";
        var providers = state.Config["extensionProviders"]?.DeepClone() as JsonArray ?? [];
        var entry = providers
            .OfType<JsonObject>()
            .FirstOrDefault(item => item["name"]?.ToString() == settings.Provider);
        if (entry is null)
            providers.Add((JsonNode)(entry = new JsonObject { ["name"] = settings.Provider }));
        var other = entry.Select(item => item.Key).FirstOrDefault(name => name != "name" && name != protocol);
        if (other is not null && !force)
            throw new ResourceException(
                ResourceProblem.NotManaged,
                state.Identity,
                $"{state.ConfigMap}: data.mesh: the extension provider '{settings.Provider}' is there already, as {other}.",
                "Choose another name with -Provider, or replace it with -Force."
            );
        if (other is not null)
            entry.Remove(other);
        // What else was said of it, such as maxTagLength, stays.
        if (entry[protocol] is not JsonObject target)
            entry[protocol] = target = [];
        target["service"] = settings.Service;
        target["port"] = settings.Port;
        return new JsonObject
        {
            ["enableTracing"] = true,
            // Its presence turns off the tracer that old releases have by default; what it says is overruled by the Telemetry.
            ["defaultConfig"] = new JsonObject { ["tracing"] = new JsonObject() },
            ["extensionProviders"] = providers,
        };
    }

    /// <summary>The Telemetry of the name; refuses another one for the whole mesh, of which istiod would follow the older alone.</summary>
    private async Task<Telemetry?> FindTelemetryAsync(
        ResourceType type,
        Telemetry wanted,
        CancellationToken cancellationToken
    )
    {
        Telemetry? live = null;
        var options = new ListOptions { Namespace = wanted.Metadata.NamespaceProperty };
        await foreach (var item in cluster.ListAsync(type, options, cancellationToken))
            if (item.Metadata.Name == wanted.Metadata.Name)
                live = (Telemetry)item;
            else if (
                item is Telemetry { Spec: { Selector: null, TargetRef: null, TargetRefs: null or { Count: 0 } } } other
            )
                throw new ResourceException(
                    ResourceProblem.Ambiguous,
                    ResourceIdentity.Of(other),
                    $"{other} is for the whole mesh already; Istio follows one such object alone.",
                    $"Name it with -TelemetryName {other.Metadata.Name}, or remove it."
                );
        return live;
    }

    private async Task RequireServiceAsync(TracingSettings settings, CancellationToken cancellationToken)
    {
        // Another host is one of a ServiceEntry, or of another cluster.
        if (settings.Service.Split('.') is not [var name, var space, "svc", ..])
            return;
        var identity = new ResourceIdentity(V1Service.KubeApiVersion, V1Service.KubeKind, space, name);
        var service =
            await cluster.GetAsync(KnownTypes.Of<V1Service>(), space, name, cancellationToken) as V1Service
            ?? throw new ResourceException(
                ResourceProblem.NotFound,
                identity,
                $"{identity} doesn't exist, to which spans would be sent.",
                "Install a collector first, such as Install-IstioAddon Jaeger, or name another one with -Service and -Port."
            );
        var ports = (service.Spec?.Ports ?? []).Select(port => port.Port).ToList();
        if (!ports.Contains(settings.Port))
            throw new ResourceException(
                ResourceProblem.Invalid,
                identity,
                $"{identity} has no port {settings.Port}; it has {string.Join(", ", ports)}.",
                "Name the port with -Port: 4317 for OTLP over gRPC, 9411 with -Protocol Zipkin."
            );
    }
}
