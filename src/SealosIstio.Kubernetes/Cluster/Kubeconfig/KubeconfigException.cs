namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>What is wrong with a kubeconfig.</summary>
public enum KubeconfigFailure
{
    /// <summary>No kubeconfig exists where one was looked for.</summary>
    NotFound,

    /// <summary>A file can't be read, isn't YAML, or a field has the wrong form.</summary>
    Invalid,

    /// <summary>No context was chosen, or the chosen one doesn't exist.</summary>
    ContextNotFound,

    /// <summary>The context names a cluster that doesn't exist.</summary>
    ClusterNotFound,

    /// <summary>The context names a user that doesn't exist.</summary>
    UserNotFound,

    /// <summary>A certificate, a key or a token that an entry names can't be read or used.</summary>
    CredentialInvalid,

    /// <summary>The exec plugin that gives the user's credentials is missing, failed, took too long or printed something else.</summary>
    ExecFailed,

    /// <summary>The user's credentials come from an auth-provider, which exec plugins have replaced.</summary>
    AuthProviderUnsupported,
}

/// <summary>A kubeconfig is missing, broken or can't be used. Never carries a secret.</summary>
public sealed class KubeconfigException : Exception
{
    internal KubeconfigException(
        KubeconfigFailure failure,
        string problem,
        KubeconfigPlace place,
        Exception? innerException = null
    )
        : base($"{place}{problem}", innerException)
    {
        Failure = failure;
        File = place.File;
        Line = place.Line;
        Entry = place.Entry;
        Field = place.Field;
    }

    /// <summary>What is wrong; the names are stable.</summary>
    public KubeconfigFailure Failure { get; }

    /// <summary>The file concerned; null when no file was found, or in a cluster.</summary>
    public string? File { get; }

    /// <summary>The line, counted from 1; null when only the entry is known.</summary>
    public int? Line { get; }

    /// <summary>The entry, such as <c>user "alice"</c>; null for the file as a whole.</summary>
    public string? Entry { get; }

    /// <summary>The field, such as <c>client-key-data</c>; null for the entry as a whole.</summary>
    public string? Field { get; }
}
