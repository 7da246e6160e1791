using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Resources;

/// <summary>Which object is meant, whatever its content.</summary>
/// <param name="ApiVersion">Group and version.</param>
/// <param name="Kind">The kind in CamelCase.</param>
/// <param name="Namespace">The namespace; null outside namespaces.</param>
/// <param name="Name">The name.</param>
public sealed record ResourceIdentity(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion.Split('/')[0] : "";

    /// <summary>The version without the group.</summary>
    public string Version => ApiVersion[(ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The identity of an object. A missing name stays empty.</summary>
    public static ResourceIdentity Of(KubernetesObject resource) =>
        new(resource.ApiVersion, resource.Kind, resource.Metadata.NamespaceProperty, resource.Metadata.Name ?? "");

    /// <summary>The same for every served version of the object: the group stands where the version did.</summary>
    public ResourceIdentity WithoutVersion => this with { ApiVersion = Group };

    /// <summary><c>Kind namespace/name</c>, <c>Kind name</c> outside namespaces, <c>Kind</c> when no name is known.</summary>
    public override string ToString() =>
        Name.Length == 0 ? Kind
        : string.IsNullOrEmpty(Namespace) ? $"{Kind} {Name}"
        : $"{Kind} {Namespace}/{Name}";
}
