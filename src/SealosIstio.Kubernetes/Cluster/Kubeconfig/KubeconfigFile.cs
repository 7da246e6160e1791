using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>One kubeconfig file, read and checked for form; what its entries refer to isn't opened yet.</summary>
internal sealed class KubeconfigFile
{
    /// <summary>A kubeconfig is small; a larger file is something else, given by mistake.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    private KubeconfigFile(string path, KubeconfigFields root)
    {
        Path = path;
        if (root.String("kind") is { } kind && kind != "Config")
            throw root.Wrong("kind", $"is \"{kind}\"; a kubeconfig has kind: Config.");

        var current = root.String("current-context");
        CurrentContext = string.IsNullOrEmpty(current) ? null : current;
        Contexts = [.. root.Entries("contexts", "context").Select(ReadContext)];
        Clusters = [.. root.Entries("clusters", "cluster").Select(ReadCluster)];
        Users = [.. root.Entries("users", "user").Select(ReadUser)];
    }

    public string Path { get; }

    public string? CurrentContext { get; }

    public IReadOnlyList<KubeconfigContextEntry> Contexts { get; }

    public IReadOnlyList<KubeconfigCluster> Clusters { get; }

    public IReadOnlyList<KubeconfigUser> Users { get; }

    public static KubeconfigFile Read(string path)
    {
        ManifestNode? root = null;
        foreach (var document in ManifestDocuments.Read(ReadText(path), strictJson: false))
        {
            if (document.Failure is { } failure)
                throw Invalid(path, failure.Line, $"{failure.Message} {failure.Advice}");
            if (root is not null)
                throw Invalid(path, document.Root!.Line, "a second document begins here; a kubeconfig has only one.");
            root = document.Root;
            if (root!.Type != ManifestNodeType.Mapping)
                throw Invalid(
                    path,
                    root.Line,
                    "isn't a kubeconfig, which is a mapping with clusters, users and contexts."
                );
        }
        return new KubeconfigFile(path, new KubeconfigFields(root, new(path)));
    }

    private static string ReadText(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw Invalid(path, null, "is a folder; name the kubeconfig file in it.");
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
                throw Invalid(
                    path,
                    null,
                    $"is {length >> 20} MiB large; a kubeconfig has at most {MaxBytes >> 20} MiB."
                );
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KubeconfigException(KubeconfigFailure.NotFound, "there is no such kubeconfig.", new(path), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException(KubeconfigFailure.Invalid, $"can't be read: {e.Message}", new(path), e);
        }
    }

    private static KubeconfigException Invalid(string path, int? line, string problem) =>
        new(KubeconfigFailure.Invalid, problem, new(path, Line: line));

    private KubeconfigContextEntry ReadContext(KubeconfigNamedFields entry) =>
        new(
            entry.Name,
            Path,
            entry.Fields.Lines,
            entry.Fields.String("cluster"),
            entry.Fields.String("user"),
            entry.Fields.String("namespace")
        );

    private KubeconfigCluster ReadCluster(KubeconfigNamedFields entry) =>
        new()
        {
            Name = entry.Name,
            File = Path,
            Lines = entry.Fields.Lines,
            Server = entry.Fields.String("server"),
            CertificateAuthority = Resolve(entry.Fields.String("certificate-authority")),
            CertificateAuthorityData = entry.Fields.String("certificate-authority-data"),
            InsecureSkipTlsVerify = entry.Fields.Boolean("insecure-skip-tls-verify"),
            TlsServerName = entry.Fields.String("tls-server-name"),
            ProxyUrl = entry.Fields.String("proxy-url"),
            ExecConfiguration = KubeconfigExec.ClusterConfiguration(entry.Fields),
        };

    private KubeconfigUser ReadUser(KubeconfigNamedFields entry) =>
        new()
        {
            Name = entry.Name,
            File = Path,
            Lines = entry.Fields.Lines,
            ClientCertificate = Resolve(entry.Fields.String("client-certificate")),
            ClientCertificateData = entry.Fields.String("client-certificate-data"),
            ClientKey = Resolve(entry.Fields.String("client-key")),
            ClientKeyData = entry.Fields.String("client-key-data"),
            Token = entry.Fields.String("token"),
            TokenFile = Resolve(entry.Fields.String("tokenFile")),
            Username = entry.Fields.String("username"),
            Password = entry.Fields.String("password"),
            Impersonate = entry.Fields.String("as"),
            ImpersonateUid = entry.Fields.String("as-uid"),
            ImpersonateGroups = entry.Fields.Strings("as-groups"),
            ImpersonateExtra = entry.Fields.StringLists("as-user-extra"),
            Exec = KubeconfigExec.Read(
                entry.Fields.Object("exec"),
                new KubeconfigPlace(Path, $"user \"{entry.Name}\"", "exec", entry.Fields.Lines.LineOf("exec"))
            ),
            AuthProvider = entry.Fields.Object("auth-provider") is { } provider ? provider.String("name") ?? "" : null,
        };

    /// <summary>Relative paths count from the file that says them, not from the working folder.</summary>
    private string? Resolve(string? path) =>
        string.IsNullOrEmpty(path) ? null : System.IO.Path.GetFullPath(path, System.IO.Path.GetDirectoryName(Path)!);
}
