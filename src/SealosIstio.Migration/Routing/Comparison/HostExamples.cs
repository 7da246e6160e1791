namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>Hosts to ask for a configured one.</summary>
internal static class HostExamples
{
    /// <summary>A host that no Ingress has (RFC 6761 keeps the domain free).</summary>
    public const string Unknown = "nobody.invalid";

    /// <summary>Hosts for a rule's host, the plainest first.</summary>
    /// <param name="host">An exact host, <c>*.domain</c>, or <c>*</c> for a rule without host.</param>
    public static IEnumerable<(string Host, string Purpose)> Of(string host)
    {
        if (host is "*" or "")
        {
            yield return (Unknown, "host that no rule has");
            yield break;
        }
        if (host.StartsWith("*.", StringComparison.Ordinal))
        {
            yield return ("one" + host[1..], "wildcard with one label");
            yield return ("two.one" + host[1..], "wildcard with two labels");
            yield return (host[2..], "wildcard without a label");
            yield break;
        }
        yield return (host, "host");
        yield return (host.ToUpperInvariant(), "host in upper case");
        yield return (host + ":8443", "host with a port");
    }
}
