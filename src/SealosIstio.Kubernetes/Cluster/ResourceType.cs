namespace SealosIstio.Kubernetes.Cluster;

/// <summary>A resource as discovery describes it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, such as <c>v1beta1</c>.</param>
/// <param name="Kind">The kind in CamelCase.</param>
/// <param name="PluralName">The plural, lower-case name in URLs.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string PluralName, bool Namespaced)
{
    /// <summary><c>group/version</c>, or the bare version for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name that kubectl and CustomResourceDefinitions use: <c>plural.group</c>, or the plural alone.</summary>
    public string QualifiedName => Group.Length == 0 ? PluralName : $"{PluralName}.{Group}";
}
