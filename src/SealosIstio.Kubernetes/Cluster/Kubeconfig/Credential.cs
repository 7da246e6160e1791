using System.Net.Http.Headers;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>How a request proves who sends it.</summary>
/// <param name="Authorization">The header; null for none.</param>
/// <param name="Certificate">The client certificate of the TLS connection; null for none.</param>
internal readonly record struct Credential(AuthenticationHeaderValue? Authorization, ClientCertificate? Certificate);
