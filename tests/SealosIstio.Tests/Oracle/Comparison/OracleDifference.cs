namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>One point in which the gateway's answer is not the recorded one.</summary>
/// <param name="Aspect"><c>status</c>, <c>backend</c>, <c>path</c>, <c>location</c>, <c>body</c>, <c>certificate</c>, <c>host</c>, <c>response:name</c> or <c>request:name</c>.</param>
/// <param name="Expected">As nginx had it.</param>
/// <param name="Actual">As the gateway has it.</param>
internal sealed record OracleDifference(string Aspect, string Expected, string Actual)
{
    public override string ToString() => $"{Aspect}: nginx {Expected} / gateway {Actual}";
}
