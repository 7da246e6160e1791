using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>security.istio.io AuthorizationPolicy: who may send which requests.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class AuthorizationPolicy : KubernetesObject, ISpec<AuthorizationPolicySpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "security.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1beta1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "AuthorizationPolicy";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "authorizationpolicies";

    /// <summary>Makes an object of the default version.</summary>
    public AuthorizationPolicy()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public AuthorizationPolicySpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What an AuthorizationPolicy asks for.</summary>
public sealed class AuthorizationPolicySpec : ModelPart
{
    /// <summary>The workloads by label.</summary>
    public WorkloadSelector? Selector { get; set; }

    /// <summary>The target.</summary>
    public PolicyTargetReference? TargetRef { get; set; }

    /// <summary>The targets.</summary>
    public IList<PolicyTargetReference>? TargetRefs { get; set; }

    /// <summary>The rules; none matches nothing, an empty one matches everything.</summary>
    public IList<AuthorizationRule>? Rules { get; set; }

    /// <summary><c>ALLOW</c> (default), <c>DENY</c>, <c>AUDIT</c> or <c>CUSTOM</c>.</summary>
    public string? Action { get; set; }

    /// <summary>The provider of action CUSTOM.</summary>
    public AuthorizationProvider? Provider { get; set; }
}

/// <summary>Names an extension provider of the mesh configuration.</summary>
public sealed class AuthorizationProvider : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }
}

/// <summary>Matches when from, to and when all do.</summary>
public sealed class AuthorizationRule : ModelPart
{
    /// <summary>The sources, joined by or.</summary>
    public IList<AuthorizationFrom>? From { get; set; }

    /// <summary>The operations, joined by or.</summary>
    public IList<AuthorizationTo>? To { get; set; }

    /// <summary>The conditions, joined by and.</summary>
    public IList<AuthorizationCondition>? When { get; set; }
}

/// <summary>One source.</summary>
public sealed class AuthorizationFrom : ModelPart
{
    /// <summary>The source.</summary>
    public AuthorizationSource? Source { get; set; }
}

/// <summary>Where a request comes from; all given fields must match.</summary>
public sealed class AuthorizationSource : ModelPart
{
    /// <summary>The peers' identities.</summary>
    public IList<string>? Principals { get; set; }

    /// <summary>The peers' identities that don't match.</summary>
    public IList<string>? NotPrincipals { get; set; }

    /// <summary>The JWT identities.</summary>
    public IList<string>? RequestPrincipals { get; set; }

    /// <summary>The JWT identities that don't match.</summary>
    public IList<string>? NotRequestPrincipals { get; set; }

    /// <summary>The namespaces.</summary>
    public IList<string>? Namespaces { get; set; }

    /// <summary>The namespaces that don't match.</summary>
    public IList<string>? NotNamespaces { get; set; }

    /// <summary>The service accounts.</summary>
    public IList<string>? ServiceAccounts { get; set; }

    /// <summary>The service accounts that don't match.</summary>
    public IList<string>? NotServiceAccounts { get; set; }

    /// <summary>Ranges (CIDR) of the connection's peer.</summary>
    public IList<string>? IpBlocks { get; set; }

    /// <summary>Ranges of the connection's peer that don't match.</summary>
    public IList<string>? NotIpBlocks { get; set; }

    /// <summary>Ranges (CIDR) of the original client.</summary>
    public IList<string>? RemoteIpBlocks { get; set; }

    /// <summary>Ranges of the original client that don't match.</summary>
    public IList<string>? NotRemoteIpBlocks { get; set; }
}

/// <summary>One operation.</summary>
public sealed class AuthorizationTo : ModelPart
{
    /// <summary>The operation.</summary>
    public AuthorizationOperation? Operation { get; set; }
}

/// <summary>What a request does; all given fields must match.</summary>
public sealed class AuthorizationOperation : ModelPart
{
    /// <summary>The hosts.</summary>
    public IList<string>? Hosts { get; set; }

    /// <summary>The hosts that don't match.</summary>
    public IList<string>? NotHosts { get; set; }

    /// <summary>The ports.</summary>
    public IList<string>? Ports { get; set; }

    /// <summary>The ports that don't match.</summary>
    public IList<string>? NotPorts { get; set; }

    /// <summary>The methods.</summary>
    public IList<string>? Methods { get; set; }

    /// <summary>The methods that don't match.</summary>
    public IList<string>? NotMethods { get; set; }

    /// <summary>The paths.</summary>
    public IList<string>? Paths { get; set; }

    /// <summary>The paths that don't match.</summary>
    public IList<string>? NotPaths { get; set; }
}

/// <summary>A condition on an attribute.</summary>
public sealed class AuthorizationCondition : ModelPart
{
    /// <summary>The attribute, such as <c>request.headers[x-token]</c>.</summary>
    public string? Key { get; set; }

    /// <summary>The values that match.</summary>
    public IList<string>? Values { get; set; }

    /// <summary>The values that don't match.</summary>
    public IList<string>? NotValues { get; set; }
}
