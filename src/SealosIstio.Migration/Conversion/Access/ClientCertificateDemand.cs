namespace SealosIstio.Migration.Conversion.Access;

/// <summary>What a host asks of the certificates of its clients.</summary>
/// <param name="Source">The Ingress that asks it for the whole host.</param>
/// <param name="SecretName">The Secret with the authority, in the Ingress's namespace.</param>
/// <param name="IsOptional">Whether clients without a certificate get in as well.</param>
/// <param name="IsPassedOn">Whether the backend gets the certificate in a header.</param>
internal sealed record ClientCertificateDemand(
    IngressSource Source,
    string SecretName,
    bool IsOptional,
    bool IsPassedOn
)
{
    /// <summary>Tells the demands of two hosts apart.</summary>
    public string Key => $"{Source.Namespace}/{SecretName} {IsOptional}";
}
