using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>rbac/v1 Role: permissions within a namespace.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Role : KubernetesObject
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "rbac.authorization.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Role";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "roles";

    /// <summary>Makes an object of the default version.</summary>
    public V1Role()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>The permissions.</summary>
    public IList<V1PolicyRule>? Rules { get; set; }
}

/// <summary>rbac/v1 ClusterRole: permissions in every namespace.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class V1ClusterRole : KubernetesObject
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "rbac.authorization.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ClusterRole";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "clusterroles";

    /// <summary>Makes an object of the default version.</summary>
    public V1ClusterRole()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>The permissions.</summary>
    public IList<V1PolicyRule>? Rules { get; set; }

    /// <summary>The roles whose rules it collects.</summary>
    public V1AggregationRule? AggregationRule { get; set; }
}

/// <summary>A permission.</summary>
public sealed class V1PolicyRule : ModelPart
{
    /// <summary>The API groups.</summary>
    public IList<string>? ApiGroups { get; set; }

    /// <summary>The resources.</summary>
    public IList<string>? Resources { get; set; }

    /// <summary>Single objects; none means all.</summary>
    public IList<string>? ResourceNames { get; set; }

    /// <summary>The verbs.</summary>
    public IList<string>? Verbs { get; set; }

    /// <summary>The URLs that aren't resources.</summary>
    [JsonPropertyName("nonResourceURLs")]
    public IList<string>? NonResourceURLs { get; set; }
}

/// <summary>The roles that a ClusterRole collects.</summary>
public sealed class V1AggregationRule : ModelPart
{
    /// <summary>Their labels.</summary>
    public IList<V1LabelSelector>? ClusterRoleSelectors { get; set; }
}
