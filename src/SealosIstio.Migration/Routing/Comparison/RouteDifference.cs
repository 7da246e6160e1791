namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>One point in which the gateway's answer is not nginx'.</summary>
/// <param name="Aspect">
/// <c>status</c>, <c>backend</c>, <c>path</c>, <c>location</c>, <c>body</c>, <c>certificate</c>, <c>host</c>, <c>mirror</c>,
/// <c>authorization</c>, <c>backend-tls</c>, <c>response:name</c> or <c>request:name</c>.
/// </param>
/// <param name="Nginx">As nginx has it.</param>
/// <param name="Gateway">As the gateway has it.</param>
public sealed record RouteDifference(string Aspect, string Nginx, string Gateway)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Aspect}: nginx {Nginx} / gateway {Gateway}";
}
