using System.Text.Json;
using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>admissionregistration/v1 ValidatingAdmissionPolicy: rules in CEL that the server itself checks.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class V1ValidatingAdmissionPolicy
    : KubernetesObject,
        ISpec<V1ValidatingAdmissionPolicySpec>,
        IStatus<V1ValidatingAdmissionPolicyStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "admissionregistration.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ValidatingAdmissionPolicy";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "validatingadmissionpolicies";

    /// <summary>Makes an object of the default version.</summary>
    public V1ValidatingAdmissionPolicy()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1ValidatingAdmissionPolicySpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1ValidatingAdmissionPolicyStatus? Status { get; set; }
}

/// <summary>What a policy checks.</summary>
public sealed class V1ValidatingAdmissionPolicySpec : ModelPart
{
    /// <summary>The kind of its parameters.</summary>
    public V1ParamKind? ParamKind { get; set; }

    /// <summary>The requests that it judges.</summary>
    public V1MatchResources? MatchConstraints { get; set; }

    /// <summary>Further conditions.</summary>
    public IList<V1MatchCondition>? MatchConditions { get; set; }

    /// <summary>The rules.</summary>
    public IList<V1Validation>? Validations { get; set; }

    /// <summary>Named expressions.</summary>
    public IList<V1Variable>? Variables { get; set; }

    /// <summary><c>Fail</c> (default) or <c>Ignore</c>.</summary>
    public string? FailurePolicy { get; set; }

    /// <summary>What goes to the audit log.</summary>
    public JsonElement? AuditAnnotations { get; set; }
}

/// <summary>The kind of a policy's parameters.</summary>
public sealed class V1ParamKind : ModelPart
{
    /// <summary>Group and version.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>The kind.</summary>
    public string? Kind { get; set; }
}

/// <summary>Requests by resource and label.</summary>
public sealed class V1MatchResources : ModelPart
{
    /// <summary>The namespaces.</summary>
    public V1LabelSelector? NamespaceSelector { get; set; }

    /// <summary>The objects.</summary>
    public V1LabelSelector? ObjectSelector { get; set; }

    /// <summary>The resources.</summary>
    public IList<V1RuleWithOperations>? ResourceRules { get; set; }

    /// <summary>The resources left out.</summary>
    public IList<V1RuleWithOperations>? ExcludeResourceRules { get; set; }

    /// <summary><c>Equivalent</c> (default) or <c>Exact</c>.</summary>
    public string? MatchPolicy { get; set; }
}

/// <summary>A rule.</summary>
public sealed class V1Validation : ModelPart
{
    /// <summary>Must be true.</summary>
    public string? Expression { get; set; }

    /// <summary>What the user is told.</summary>
    public string? Message { get; set; }

    /// <summary>The same as an expression.</summary>
    public string? MessageExpression { get; set; }

    /// <summary><c>Unauthorized</c>, <c>Forbidden</c>, <c>Invalid</c> or <c>RequestEntityTooLarge</c>.</summary>
    public string? Reason { get; set; }
}

/// <summary>A named expression.</summary>
public sealed class V1Variable : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The expression.</summary>
    public string? Expression { get; set; }
}

/// <summary>The state of a policy.</summary>
public sealed class V1ValidatingAdmissionPolicyStatus : ModelPart
{
    /// <summary>The generation last seen.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Warnings of the type checker.</summary>
    public JsonElement? TypeChecking { get; set; }

    /// <summary>The conditions.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}

/// <summary>admissionregistration/v1 ValidatingAdmissionPolicyBinding: puts a policy in force.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class V1ValidatingAdmissionPolicyBinding : KubernetesObject, ISpec<V1ValidatingAdmissionPolicyBindingSpec>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "admissionregistration.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ValidatingAdmissionPolicyBinding";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "validatingadmissionpolicybindings";

    /// <summary>Makes an object of the default version.</summary>
    public V1ValidatingAdmissionPolicyBinding()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1ValidatingAdmissionPolicyBindingSpec? Spec { get; set; }
}

/// <summary>Where and how a policy is in force.</summary>
public sealed class V1ValidatingAdmissionPolicyBindingSpec : ModelPart
{
    /// <summary>The policy.</summary>
    public string? PolicyName { get; set; }

    /// <summary>The parameters.</summary>
    public V1ParamRef? ParamRef { get; set; }

    /// <summary>Narrows the requests.</summary>
    public V1MatchResources? MatchResources { get; set; }

    /// <summary><c>Deny</c>, <c>Warn</c>, <c>Audit</c>.</summary>
    public IList<string>? ValidationActions { get; set; }
}

/// <summary>Names the parameters of a policy.</summary>
public sealed class V1ParamRef : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The namespace.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>Several by label.</summary>
    public V1LabelSelector? Selector { get; set; }

    /// <summary><c>Allow</c> or <c>Deny</c>.</summary>
    public string? ParameterNotFoundAction { get; set; }
}
