namespace SealosIstio.Kubernetes.Model;

/// <summary>Anything that a Kubernetes API server returns as a top-level object.</summary>
public interface IKubernetesObject
{
    /// <summary>Group and version, <c>group/version</c>, or the bare version for the core group (<c>v1</c>).</summary>
    string ApiVersion { get; set; }

    /// <summary>The kind in CamelCase, such as <c>Ingress</c>.</summary>
    string Kind { get; set; }
}

/// <summary>An object that carries metadata of type <typeparamref name="TMetadata"/>.</summary>
/// <typeparam name="TMetadata">The metadata type; <see cref="V1ObjectMeta"/> for every persisted object.</typeparam>
public interface IMetadata<TMetadata>
{
    /// <summary>Name, namespace, labels, annotations and the server's bookkeeping.</summary>
    TMetadata Metadata { get; set; }
}

/// <summary>A persisted Kubernetes object: type, version and metadata.</summary>
/// <typeparam name="TMetadata">The metadata type; <see cref="V1ObjectMeta"/> for every persisted object.</typeparam>
public interface IKubernetesObject<TMetadata> : IKubernetesObject, IMetadata<TMetadata>;

/// <summary>An object with a desired state.</summary>
/// <typeparam name="TSpec">The type of the specification.</typeparam>
public interface ISpec<TSpec>
{
    /// <summary>The desired state; null when the document has none.</summary>
    TSpec? Spec { get; set; }
}

/// <summary>An object with an observed state.</summary>
/// <typeparam name="TStatus">The type of the status.</typeparam>
public interface IStatus<TStatus>
{
    /// <summary>The state that the server last observed; null when the document has none.</summary>
    TStatus? Status { get; set; }
}
