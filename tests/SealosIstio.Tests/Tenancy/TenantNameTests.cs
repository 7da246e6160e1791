using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Tests.Tenancy;

public sealed class TenantNameTests
{
    [Theory]
    [InlineData("user1", "user1", "ns-user1")]
    [InlineData("ns-user1", "user1", "ns-user1")]
    [InlineData("ns-ns-x", "ns-x", "ns-ns-x")]
    [InlineData("0", "0", "ns-0")]
    public void Takes_tenants_and_namespaces(string text, string tenant, string space) =>
        Assert.Equal(new TenantName(tenant, space), TenantName.Parse(text, "ns-"));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("ns-", "empty")]
    [InlineData(null, "empty")]
    [InlineData("User1", "'U'")]
    [InlineData("user_1", "'_'")]
    [InlineData("user.1", "'.'")]
    [InlineData("-user", "begins and ends")]
    [InlineData("user-", "begins and ends")]
    [InlineData("ns--", "begins and ends")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890", "64 characters")]
    public void Refuses_what_no_namespace_can_be_called(string? text, string reason)
    {
        var refusal = Assert.Throws<ResourceException>(() => TenantName.Parse(text, "ns-"));

        Assert.Equal(ResourceProblem.TenantNameInvalid, refusal.Problem);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("user1", refusal.Advice, StringComparison.Ordinal);
    }
}
