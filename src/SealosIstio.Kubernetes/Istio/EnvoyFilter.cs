using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>networking.istio.io EnvoyFilter: patches of the configuration that Istio generates.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class EnvoyFilter : KubernetesObject, ISpec<EnvoyFilterSpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1alpha3";

    /// <summary>The kind.</summary>
    public const string KubeKind = "EnvoyFilter";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "envoyfilters";

    /// <summary>Makes an object of the default version.</summary>
    public EnvoyFilter()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public EnvoyFilterSpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What an EnvoyFilter asks for.</summary>
public sealed class EnvoyFilterSpec : ModelPart
{
    /// <summary>The proxies by label.</summary>
    public WorkloadSelector? WorkloadSelector { get; set; }

    /// <summary>The proxies by Gateway.</summary>
    public IList<PolicyTargetReference>? TargetRefs { get; set; }

    /// <summary>The patches, in order.</summary>
    public IList<EnvoyConfigObjectPatch>? ConfigPatches { get; set; }

    /// <summary>The order among EnvoyFilters; smaller first. Default 0.</summary>
    public int? Priority { get; set; }
}

/// <summary>One patch.</summary>
public sealed class EnvoyConfigObjectPatch : ModelPart
{
    /// <summary>The sort of configuration, such as <c>HTTP_FILTER</c> or <c>VIRTUAL_HOST</c>.</summary>
    public string? ApplyTo { get; set; }

    /// <summary>Which of them.</summary>
    public EnvoyConfigObjectMatch? Match { get; set; }

    /// <summary>What is done.</summary>
    public EnvoyPatch? Patch { get; set; }
}

/// <summary>Which configuration a patch is for.</summary>
public sealed class EnvoyConfigObjectMatch : ModelPart
{
    /// <summary><c>ANY</c>, <c>SIDECAR_INBOUND</c>, <c>SIDECAR_OUTBOUND</c> or <c>GATEWAY</c>.</summary>
    public string? Context { get; set; }

    /// <summary>The proxy's version and metadata.</summary>
    public JsonElement? Proxy { get; set; }

    /// <summary>The listener and filter.</summary>
    public JsonElement? Listener { get; set; }

    /// <summary>The route configuration and virtual host.</summary>
    public JsonElement? RouteConfiguration { get; set; }

    /// <summary>The cluster.</summary>
    public JsonElement? Cluster { get; set; }
}

/// <summary>What a patch does.</summary>
public sealed class EnvoyPatch : ModelPart
{
    /// <summary><c>MERGE</c>, <c>ADD</c>, <c>REMOVE</c>, <c>INSERT_BEFORE</c>, <c>INSERT_AFTER</c>, <c>INSERT_FIRST</c> or <c>REPLACE</c>.</summary>
    public string? Operation { get; set; }

    /// <summary>Envoy's own configuration.</summary>
    public JsonElement? Value { get; set; }

    /// <summary>Where an added filter goes: <c>AUTHN</c>, <c>AUTHZ</c> or <c>STATS</c>.</summary>
    public string? FilterClass { get; set; }
}

/// <summary>Names the object that a policy is for.</summary>
public sealed class PolicyTargetReference : ModelPart
{
    /// <summary>The API group.</summary>
    public string? Group { get; set; }

    /// <summary>The kind.</summary>
    public string? Kind { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The namespace; default is the policy's own.</summary>
    public string? Namespace { get; set; }
}
