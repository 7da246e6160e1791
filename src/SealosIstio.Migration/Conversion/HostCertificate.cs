namespace SealosIstio.Migration.Conversion;

/// <summary>The certificate that an Ingress asks for on one host.</summary>
/// <param name="Source">The Ingress with the tls entry that counts.</param>
/// <param name="Field">The tls entry's field, such as <c>spec.tls[0]</c>.</param>
/// <param name="SecretName">The Secret; null when the entry names none, or none of the entries fits the host.</param>
internal sealed record HostCertificate(IngressSource Source, string Field, string? SecretName);
