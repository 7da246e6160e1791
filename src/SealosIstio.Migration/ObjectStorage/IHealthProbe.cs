namespace SealosIstio.Migration.ObjectStorage;

/// <summary>What a server answered.</summary>
/// <param name="Status">The status code; null when there was no answer.</param>
/// <param name="Location">Where it sends the client; null when nowhere.</param>
/// <param name="Failure">Why there was no answer; null when there was one.</param>
public sealed record ProbeAnswer(int? Status, string? Location = null, string? Failure = null);

/// <summary>Asks a server over HTTP.</summary>
public interface IHealthProbe
{
    /// <summary>Sends one GET and doesn't follow redirects.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="host">The Host header; null for that of the address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ProbeAnswer> GetAsync(Uri address, string? host, CancellationToken cancellationToken = default);
}
