using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>The Secrets with which the gateway presents itself to backends (proxy-ssl-secret), brought into its namespace.</summary>
internal sealed class UpstreamCredentials(ClusterSnapshot snapshot, Credentials credentials, ConversionOptions options)
{
    private const string Annotation = "proxy-ssl-secret";

    private readonly List<(string Namespace, string Secret)> wanted = [];

    /// <summary>The name that a Secret has in the gateway's namespace; remembers that it is wanted.</summary>
    public string NameOf(string namespaceName, string secret)
    {
        if (namespaceName == options.GatewayNamespace)
            return secret;
        wanted.Add((namespaceName, secret));
        return ObjectNames.Credential(namespaceName, secret);
    }

    /// <summary>The copies that became necessary since the last call.</summary>
    public List<V1Secret> TakeCopies(IReadOnlyList<IngressSource> sources)
    {
        var copies = new List<V1Secret>();
        foreach (var (space, name) in wanted)
            if (snapshot.Secret(space, name) is { Data: not null } secret)
            {
                var copy = credentials.Copy(secret, ObjectNames.Credential(space, name));
                Provenance.MarkElsewhere(copy, sources);
                copies.Add(copy);
            }
            else
                sources[0]
                    .ReportAnnotation(
                        FindingCatalog.CertificateMissing,
                        Annotation,
                        $"Secret {space}/{name} wasn't found: provide it as {options.GatewayNamespace}/{ObjectNames.Credential(space, name)}"
                    );
        wanted.Clear();
        return copies;
    }
}
