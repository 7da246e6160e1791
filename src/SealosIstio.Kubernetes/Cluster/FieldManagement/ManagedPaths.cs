namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>Which paths can be owned.</summary>
internal static class ManagedPaths
{
    private static readonly FieldSet Identity = Paths(
        ["f:apiVersion"],
        ["f:kind"],
        ["f:metadata", "f:name"],
        ["f:metadata", "f:namespace"],
        ["f:metadata", "f:creationTimestamp"],
        ["f:metadata", "f:selfLink"],
        ["f:metadata", "f:uid"],
        ["f:metadata", "f:generation"],
        ["f:metadata", "f:managedFields"],
        ["f:metadata", "f:resourceVersion"]
    );

    private static readonly FieldSet Metadata = Paths(["f:metadata"]);

    private static readonly FieldSet Status = Paths(["f:status"]);

    /// <summary>Without what says which object it is and without the server's bookkeeping.</summary>
    public static FieldSet OwnableIn(FieldSet set) => set.ExceptBranches(Identity).Except(Metadata);

    /// <summary>Without the status, which only writes to the status subresource reach.</summary>
    public static FieldSet WithoutStatus(FieldSet set) => set.ExceptBranches(Status);

    private static FieldSet Paths(params string[][] paths)
    {
        var set = new FieldSet();
        foreach (var path in paths)
            set.Insert(path);
        return set;
    }
}
