using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Api;

public sealed class ApiListTests
{
    [Fact]
    public async Task Pages_are_followed_to_the_end_and_selectors_sent_with_each()
    {
        await using var server = await TestApiServer.StartAsync(context =>
            Token(context) switch
            {
                "" => context.JsonAsync(Page("t1", "a", "b")),
                "t1" => context.JsonAsync(Page("t2", "c")),
                _ => context.JsonAsync(Page("", "d")),
            }
        );

        var names = await ListAsync(
            server,
            new()
            {
                Namespace = "ns",
                LabelSelector = "app in (x,y)",
                FieldSelector = "metadata.name!=z",
                PageSize = 2,
            }
        );

        Assert.Equal(["a", "b", "c", "d"], names);
        const string Query =
            "GET /api/v1/namespaces/ns/services?labelSelector=app%20in%20%28x%2Cy%29&fieldSelector=metadata.name%21%3Dz&limit=2";
        Assert.Equal([Query, Query + "&continue=t1", Query + "&continue=t2"], server.Requests);
    }

    [Fact]
    public async Task Items_get_the_apiVersion_and_kind_that_a_typed_list_leaves_out()
    {
        await using var server = await TestApiServer.StartAsync(context => context.JsonAsync(Page("", "a")));
        await using var cluster = await server.ConnectAsync();

        var service = Assert.IsType<V1Service>(Assert.Single(await cluster.ListAsync(TestTypes.Service).ToListAsync()));
        var widget = Assert.IsType<GenericKubernetesObject>(
            Assert.Single(await cluster.ListAsync(TestTypes.Widget).ToListAsync())
        );

        Assert.Equal(("v1", "Service"), (service.ApiVersion, service.Kind));
        Assert.Equal(("example.com/v1", "Widget"), (widget.ApiVersion, widget.Kind));
    }

    [Theory]
    [InlineData("""{"kind":"ServiceList","metadata":{},"items":null}""")]
    [InlineData("""{"kind":"ServiceList","metadata":{"continue":""},"items":[]}""")]
    public async Task An_empty_list_has_no_objects(string body)
    {
        await using var server = await TestApiServer.StartAsync(context => context.JsonAsync(body));

        Assert.Empty(await ListAsync(server));
    }

    [Fact]
    public async Task The_first_page_is_handed_out_before_the_second_is_asked_for()
    {
        await using var server = await TestApiServer.StartAsync(context => context.JsonAsync(Page("t", "a", "b")));
        await using var cluster = await server.ConnectAsync();

        var first = await cluster.ListAsync(TestTypes.Service).FirstAsync();

        Assert.Equal("a", first.Metadata.Name);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task After_an_expired_token_the_list_goes_on_with_the_one_that_the_server_offers()
    {
        await using var server = await TestApiServer.StartAsync(context =>
            Token(context) switch
            {
                "" => context.JsonAsync(Page("old", "a", "b")),
                "old" => context.JsonAsync(
                    """{"kind":"Status","apiVersion":"v1","metadata":{"continue":"fresh"},"status":"Failure","reason":"Expired","code":410}""",
                    410
                ),
                _ => context.JsonAsync(Page("", "c")),
            }
        );

        Assert.Equal(["a", "b", "c"], await ListAsync(server));
    }

    [Fact]
    public async Task Without_an_offered_token_the_list_begins_again_behind_the_last_object()
    {
        var round = 0;
        await using var server = await TestApiServer.StartAsync(context =>
            Token(context) switch
            {
                "" => context.JsonAsync(++round == 1 ? Page("t1", "a", "c") : Page("t2", "a", "b", "c", "d")),
                "t1" => context.StatusAsync(410, "Expired", "too old"),
                _ => context.JsonAsync(Page("", "e")),
            }
        );

        Assert.Equal(["a", "c", "d", "e"], await ListAsync(server));
    }

    [Fact]
    public async Task Where_objects_come_in_no_order_an_expired_token_is_an_error()
    {
        await using var server = await TestApiServer.StartAsync(context =>
            Token(context).Length == 0
                ? context.JsonAsync(Page("t1", "b", "a"))
                : context.StatusAsync(410, "Expired", "too old")
        );

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => ListAsync(server));

        Assert.Equal((410, "Expired"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task A_page_beyond_the_bound_is_asked_for_again_in_smaller_pieces()
    {
        await using var server = await TestApiServer.StartAsync(context =>
        {
            var limit = int.Parse(context.Request.Query["limit"].ToString(), null);
            var start = int.Parse("0" + Token(context), null);
            var names = Enumerable.Range(start, 9).Take(limit).TakeWhile(i => i < 9).Select(i => $"n{i}").ToArray();
            return context.JsonAsync(Page(start + limit < 9 ? $"{start + limit}" : "", names));
        });

        var names = await ListAsync(server, new() { PageSize = 64 }, new() { MaxResponseBytes = 500 });

        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"n{i}"), names);
        Assert.Contains(server.Requests, request => request.EndsWith("limit=8", StringComparison.Ordinal));
        Assert.Contains(server.Requests, request => request.EndsWith("limit=1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("404 page not found")]
    [InlineData(
        """{"kind":"Status","status":"Failure","reason":"NotFound","message":"the server could not find the requested resource","details":{},"code":404}"""
    )]
    public async Task A_kind_that_isnt_served_is_named(string body)
    {
        await using var server = await TestApiServer.StartAsync(context => context.JsonAsync(body, 404));
        await using var cluster = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(async () =>
            await cluster.ListAsync(TestTypes.Widget).ToListAsync()
        );

        Assert.Equal((404, "NotFound"), (error.Code, error.Reason));
        Assert.Equal(
            "the server doesn't serve Widget in example.com/v1; install its CustomResourceDefinition or use a version that is served",
            error.Message
        );
        Assert.Equal(("Widget", null), (error.Status.Details!.Kind, error.Status.Details.Name));
    }

    [Theory]
    [InlineData("<html>", "answered with no list of services: ")]
    [InlineData("[]", "answered with no list of services: it isn't a JSON object")]
    [InlineData("{}", "answered with no list of services: it has no items")]
    [InlineData("""{"items":{}}""", "answered with no list of services: its items aren't an array")]
    [InlineData("""{"items":[{"metadata":{"name":"a"}},""", "answered with no list of services: ")]
    [InlineData("""{"items":[{"metadata":5}]}""", "answered with an unreadable Service: ")]
    public async Task An_answer_that_is_no_list_is_an_error(string body, string problem)
    {
        await using var server = await TestApiServer.StartAsync(context => context.JsonAsync(body));

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => ListAsync(server));

        Assert.Equal("InvalidResponse", error.Reason);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ListAsync(
        TestApiServer server,
        ListOptions? options = null,
        ApiClusterOptions? connection = null
    )
    {
        await using var cluster = await server.ConnectAsync(connection);
        var names = new List<string>();
        await foreach (var item in cluster.ListAsync(TestTypes.Service, options))
            names.Add(item.Metadata.Name!);
        return names;
    }

    private static string Token(HttpContext context) => context.Request.Query["continue"].ToString();

    private static string Page(string token, params string[] names)
    {
        var items = names.Select(name =>
            $$"""{"metadata":{"name":"{{name}}","namespace":"ns"},"spec":{"x":[1,{"y":2}]} }"""
        );
        return $$"""{"kind":"ServiceList","apiVersion":"v1","metadata":{"resourceVersion":"7","continue":"{{token}}"},"items":[{{string.Join(",", items)}}]}""";
    }
}
