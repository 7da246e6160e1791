namespace SealosIstio.Kubernetes.Model;

/// <summary>meta/v1 ListMeta: the metadata of a list or of one page of it.</summary>
public sealed class V1ListMeta : ModelPart
{
    /// <summary>The version at which the list was taken; watches start here.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Asks for the next page; null or empty on the last one.</summary>
    public string? Continue { get; set; }

    /// <summary>How many objects follow on later pages, where the server knows.</summary>
    public long? RemainingItemCount { get; set; }
}
