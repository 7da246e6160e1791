using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>The certificate of the further host: there already, to be issued, or missing.</summary>
internal sealed class StorageCredential(IKubernetesCluster cluster, ObjectStorageSettings settings)
{
    /// <summary>Whether cert-manager is to issue it: it can, and nobody else provided the Secret.</summary>
    public async Task<bool> IsToBeIssuedAsync(CancellationToken cancellationToken)
    {
        if (
            await GetAsync(
                Certificate.KubeGroup,
                Certificate.KubeKind,
                settings.Platform.GatewayNamespace,
                cancellationToken
            ) is
            { } certificate
        )
            return Provenance.IsOurs(certificate) && await HasIssuerAsync(cancellationToken);
        return await HasIssuerAsync(cancellationToken) && await SecretAsync(cancellationToken) is not true;
    }

    /// <summary>What to say when it isn't issued and isn't there; null otherwise.</summary>
    public async Task<string?> WarnAsync(string domain, CancellationToken cancellationToken) =>
        await SecretAsync(cancellationToken) is false
            ? $"The Secret {settings.Platform.GatewayNamespace}/{settings.CertificateName} doesn't exist and there is no ClusterIssuer "
                + $"{settings.IssuerName} to issue it: {domain} answers no HTTPS until it does. Istio reads it from that namespace and from no other."
            : null;

    /// <summary>Whether the Secret exists; null when that can't be told.</summary>
    public async Task<bool?> SecretAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.GetAsync(
                KnownTypes.Of<V1Secret>(),
                settings.Platform.GatewayNamespace,
                settings.CertificateName,
                cancellationToken
            )
                is not null;
        }
        catch (KubernetesApiException exception) when (exception.Code == 403)
        {
            return null;
        }
    }

    private async Task<bool> HasIssuerAsync(CancellationToken cancellationToken) =>
        await GetAsync(ClusterIssuer.KubeGroup, ClusterIssuer.KubeKind, null, cancellationToken) is not null;

    private async Task<KubernetesObject?> GetAsync(
        string group,
        string kind,
        string? space,
        CancellationToken cancellationToken
    ) =>
        await cluster.FindResourceTypeAsync(group, kind, cancellationToken: cancellationToken) is { } type
            ? await cluster.GetAsync(
                type,
                space,
                space is null ? settings.IssuerName : settings.CertificateName,
                cancellationToken
            )
            : null;
}
