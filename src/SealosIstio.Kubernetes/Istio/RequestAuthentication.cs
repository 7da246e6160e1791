using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>security.istio.io RequestAuthentication: which JSON web tokens count.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class RequestAuthentication : KubernetesObject, ISpec<RequestAuthenticationSpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "security.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1beta1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "RequestAuthentication";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "requestauthentications";

    /// <summary>Makes an object of the default version.</summary>
    public RequestAuthentication()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public RequestAuthenticationSpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What a RequestAuthentication asks for.</summary>
public sealed class RequestAuthenticationSpec : ModelPart
{
    /// <summary>The workloads by label.</summary>
    public WorkloadSelector? Selector { get; set; }

    /// <summary>The target.</summary>
    public PolicyTargetReference? TargetRef { get; set; }

    /// <summary>The targets.</summary>
    public IList<PolicyTargetReference>? TargetRefs { get; set; }

    /// <summary>The rules.</summary>
    public IList<JwtRule>? JwtRules { get; set; }
}

/// <summary>Tokens of one issuer.</summary>
public sealed class JwtRule : ModelPart
{
    /// <summary>The issuer.</summary>
    public string? Issuer { get; set; }

    /// <summary>The audiences.</summary>
    public IList<string>? Audiences { get; set; }

    /// <summary>The URL of the keys.</summary>
    public string? JwksUri { get; set; }

    /// <summary>The keys themselves.</summary>
    public string? Jwks { get; set; }

    /// <summary>The headers that may carry the token.</summary>
    public IList<JwtHeader>? FromHeaders { get; set; }

    /// <summary>The query parameters that may carry the token.</summary>
    public IList<string>? FromParams { get; set; }

    /// <summary>The cookies that may carry the token.</summary>
    public IList<string>? FromCookies { get; set; }

    /// <summary>The header that gets the payload.</summary>
    public string? OutputPayloadToHeader { get; set; }

    /// <summary>The headers that get single claims.</summary>
    public JsonElement? OutputClaimToHeaders { get; set; }

    /// <summary>Whether the token is forwarded.</summary>
    public bool? ForwardOriginalToken { get; set; }

    /// <summary>The limit for fetching keys, a duration.</summary>
    public string? Timeout { get; set; }
}

/// <summary>A header that carries a token.</summary>
public sealed class JwtHeader : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>What stands before the token.</summary>
    public string? Prefix { get; set; }
}
