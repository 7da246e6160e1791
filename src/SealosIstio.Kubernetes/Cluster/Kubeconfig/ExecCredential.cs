namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>
/// What a plugin gave, kept until it expires or the server rejects it. However many requests wait for it, the plugin runs once.
/// </summary>
internal sealed class ExecCredential(ExecPlugin plugin, TimeProvider time) : ICredentialSource
{
    private readonly SemaphoreSlim gate = new(1);

    // Requests that began with an older certificate still hold it.
    private readonly List<ClientCertificate> certificates = [];
    private Credential? known;
    private DateTimeOffset? expiresAt;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (known is not { } credential || expiresAt <= time.GetUtcNow())
                credential = await RunAsync(cancellationToken);
            return credential;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask<bool> RefreshAsync(Credential rejected, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            // Another request that was rejected too has renewed it already.
            if (known is { } credential && credential != rejected)
                return true;
            return await RunAsync(cancellationToken) != rejected;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var certificate in certificates)
            certificate.Dispose();
        gate.Dispose();
    }

    private async Task<Credential> RunAsync(CancellationToken cancellationToken)
    {
        var status = await plugin.RunAsync(cancellationToken);
        ClientCertificate? certificate = null;
        if (status is { CertificatePem: { } pem, KeyPem: { } key })
        {
            certificate = ClientCertificate.Parse(pem, key, plugin.Place);
            certificates.Add(certificate);
        }
        var credential = new Credential(
            status.Token is null ? null : CredentialSource.Bearer(status.Token, plugin.Place),
            certificate
        );
        (known, expiresAt) = (credential, status.ExpiresAt);
        return credential;
    }
}
