using System.Globalization;
using System.Text;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Tests.Api;

/// <summary>What Get-SealosIngress does with a cluster of 50,000 Ingresses.</summary>
public sealed class ApiLargeListTests
{
    private const int Count = 50_000;

    [Fact]
    public async Task Fifty_thousand_Ingresses_come_at_once_and_in_constant_memory()
    {
        await using var server = await StartAsync();
        await using var cluster = await server.ConnectAsync();
        var query = new IngressQuery(
            cluster,
            new IngressClassifier(new PublicDomains(["cloud.example.com"]), "ns-"),
            new IngressFilter { Namespaces = new NamePatterns(["ns-*"]) }
        );
        var found = 0;
        long early = 0;

        await foreach (var ingress in query.ReadAsync())
        {
            // The first one is here before the second page is asked for.
            if (found++ == 0)
                Assert.Single(server.Requests, IsPage);
            if (found == Count / 10)
                early = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.Equal(Count, found);
        Assert.Equal(100, server.Requests.Count(IsPage));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - early, long.MinValue, 20_000_000);
    }

    private static bool IsPage(string request) => request.Contains("limit=500", StringComparison.Ordinal);

    private static Task<TestApiServer> StartAsync() =>
        TestApiServer.StartAsync(context =>
            context.Request.Path.Value switch
            {
                "/api" => context.JsonAsync("""{"kind":"APIVersions","versions":["v1"]}"""),
                "/apis" => context.JsonAsync(
                    """{"kind":"APIGroupList","groups":[{"name":"networking.k8s.io","versions":[{"version":"v1"}]}]}"""
                ),
                "/apis/networking.k8s.io/v1" => context.JsonAsync(
                    """{"resources":[{"name":"ingresses","kind":"Ingress","namespaced":true}]}"""
                ),
                _ => context.JsonAsync(
                    Page(
                        int.Parse(
                            context.Request.Query["continue"].FirstOrDefault() ?? "0",
                            CultureInfo.InvariantCulture
                        ),
                        int.Parse(context.Request.Query["limit"].ToString(), CultureInfo.InvariantCulture)
                    )
                ),
            }
        );

    private static string Page(int start, int limit)
    {
        var end = Math.Min(Count, start + limit);
        var page = new StringBuilder(
            $$"""{"kind":"IngressList","metadata":{"resourceVersion":"7","continue":"{{(end < Count ? end : "")}}"},"items":["""
        );
        for (var i = start; i < end; i++)
            page.Append(i == start ? "" : ",")
                .Append(
                    CultureInfo.InvariantCulture,
                    $$$"""{"metadata":{"name":"network-{{{i:00000}}}","namespace":"ns-{{{i / 100:000}}}","uid":"{{{i}}}"},"spec":{"rules":[{"host":"a{{{i}}}.cloud.example.com"}]}}"""
                );
        return page.Append("]}").ToString();
    }
}
