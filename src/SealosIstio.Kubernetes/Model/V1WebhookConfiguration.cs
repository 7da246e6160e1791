using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>admissionregistration/v1 ValidatingWebhookConfiguration.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class V1ValidatingWebhookConfiguration : KubernetesObject
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "admissionregistration.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ValidatingWebhookConfiguration";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "validatingwebhookconfigurations";

    /// <summary>Makes an object of the default version.</summary>
    public V1ValidatingWebhookConfiguration()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>The webhooks.</summary>
    public IList<V1AdmissionWebhook>? Webhooks { get; set; }
}

/// <summary>admissionregistration/v1 MutatingWebhookConfiguration.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class V1MutatingWebhookConfiguration : KubernetesObject
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "admissionregistration.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "MutatingWebhookConfiguration";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "mutatingwebhookconfigurations";

    /// <summary>Makes an object of the default version.</summary>
    public V1MutatingWebhookConfiguration()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>The webhooks.</summary>
    public IList<V1AdmissionWebhook>? Webhooks { get; set; }
}

/// <summary>A server that judges requests; serves validating and mutating webhooks.</summary>
public sealed class V1AdmissionWebhook : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>How the server is reached.</summary>
    public V1WebhookClientConfig? ClientConfig { get; set; }

    /// <summary>The requests that it judges.</summary>
    public IList<V1RuleWithOperations>? Rules { get; set; }

    /// <summary><c>Fail</c> (default) or <c>Ignore</c>.</summary>
    public string? FailurePolicy { get; set; }

    /// <summary><c>Equivalent</c> (default) or <c>Exact</c>.</summary>
    public string? MatchPolicy { get; set; }

    /// <summary>The namespaces.</summary>
    public V1LabelSelector? NamespaceSelector { get; set; }

    /// <summary>The objects.</summary>
    public V1LabelSelector? ObjectSelector { get; set; }

    /// <summary><c>None</c> or <c>NoneOnDryRun</c>.</summary>
    public string? SideEffects { get; set; }

    /// <summary>Seconds. Default 10.</summary>
    public int? TimeoutSeconds { get; set; }

    /// <summary>The versions that the server understands.</summary>
    public IList<string>? AdmissionReviewVersions { get; set; }

    /// <summary><c>Never</c> (default) or <c>IfNeeded</c>; only for mutating ones.</summary>
    public string? ReinvocationPolicy { get; set; }

    /// <summary>Further conditions in CEL.</summary>
    public IList<V1MatchCondition>? MatchConditions { get; set; }
}

/// <summary>How a webhook's server is reached: by URL or by Service.</summary>
public sealed class V1WebhookClientConfig : ModelPart
{
    /// <summary>The URL.</summary>
    public string? Url { get; set; }

    /// <summary>The Service.</summary>
    public V1WebhookService? Service { get; set; }

    /// <summary>The authorities that the server is verified with, base64.</summary>
    public string? CaBundle { get; set; }
}

/// <summary>A webhook's Service.</summary>
public sealed class V1WebhookService : ModelPart
{
    /// <summary>The namespace.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The path.</summary>
    public string? Path { get; set; }

    /// <summary>The port. Default 443.</summary>
    public int? Port { get; set; }
}

/// <summary>Requests by operation and resource.</summary>
public sealed class V1RuleWithOperations : ModelPart
{
    /// <summary><c>CREATE</c>, <c>UPDATE</c>, <c>DELETE</c>, <c>CONNECT</c> or <c>*</c>.</summary>
    public IList<string>? Operations { get; set; }

    /// <summary>The API groups.</summary>
    public IList<string>? ApiGroups { get; set; }

    /// <summary>The versions.</summary>
    public IList<string>? ApiVersions { get; set; }

    /// <summary>The resources.</summary>
    public IList<string>? Resources { get; set; }

    /// <summary><c>Cluster</c>, <c>Namespaced</c> or <c>*</c> (default).</summary>
    public string? Scope { get; set; }

    /// <summary>Single objects; only in admission policies.</summary>
    public IList<string>? ResourceNames { get; set; }
}

/// <summary>A condition in CEL.</summary>
public sealed class V1MatchCondition : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The expression; true lets the request through to the judge.</summary>
    public string? Expression { get; set; }
}
