using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Monitoring;

/// <summary>monitoring.coreos.com PrometheusRule: alerts and recorded expressions.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class PrometheusRule : KubernetesObject, ISpec<PrometheusRuleSpec>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "monitoring.coreos.com";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "PrometheusRule";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "prometheusrules";

    /// <summary>Makes an object of the default version.</summary>
    public PrometheusRule()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public PrometheusRuleSpec? Spec { get; set; }
}

/// <summary>What a PrometheusRule asks for.</summary>
public sealed class PrometheusRuleSpec : ModelPart
{
    /// <summary>The groups.</summary>
    public IList<RuleGroup>? Groups { get; set; }
}

/// <summary>Rules that are evaluated together.</summary>
public sealed class RuleGroup : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The time between evaluations, a duration.</summary>
    public string? Interval { get; set; }

    /// <summary>The rules.</summary>
    public IList<Rule>? Rules { get; set; }
}

/// <summary>An alert or a recorded expression.</summary>
public sealed class Rule : ModelPart
{
    /// <summary>The alert's name.</summary>
    public string? Alert { get; set; }

    /// <summary>The name of the recorded metric.</summary>
    public string? Record { get; set; }

    /// <summary>The expression.</summary>
    public IntOrString? Expr { get; set; }

    /// <summary>How long it must hold, a duration.</summary>
    public string? For { get; set; }

    /// <summary>Labels.</summary>
    public IDictionary<string, string>? Labels { get; set; }

    /// <summary>Annotations.</summary>
    public IDictionary<string, string>? Annotations { get; set; }
}
