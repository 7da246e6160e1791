namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>Where kubeconfig files are looked for when no path is given: as kubectl does.</summary>
internal sealed record KubeconfigLocations(string? KubeconfigVariable, string? HomeDirectory)
{
    public static KubeconfigLocations FromEnvironment() =>
        new(
            Environment.GetEnvironmentVariable("KUBECONFIG"),
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)
        );

    /// <summary>Candidates in order of precedence; they needn't exist. KUBECONFIG, when set, replaces ~/.kube/config.</summary>
    public IReadOnlyList<string> Candidates()
    {
        if (!string.IsNullOrEmpty(KubeconfigVariable))
            return
            [
                .. KubeconfigVariable
                    .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(Path.GetFullPath)
                    .Distinct(),
            ];
        return string.IsNullOrEmpty(HomeDirectory) ? [] : [Path.Combine(HomeDirectory, ".kube", "config")];
    }

    /// <summary>What a message says when none of the candidates exists.</summary>
    public string Describe() =>
        string.IsNullOrEmpty(KubeconfigVariable)
            ? $"{string.Join(", ", Candidates())} doesn't exist and KUBECONFIG isn't set"
            : $"KUBECONFIG names no existing file ({string.Join(", ", Candidates())})";
}
