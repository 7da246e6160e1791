using static SealosIstio.Migration.Routing.Nginx.Template.DirectiveContext;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>The directives of nginx and of the modules in the controller's image that may stand in a server or below.</summary>
internal static class KnownDirectives
{
    private const DirectiveContext Usual = Http | Server | Location;
    private const DirectiveContext Everywhere = Usual | LocationIf;

    private const string Rewriting =
        "break return rewrite set set_by_lua_file set_escape_uri set_unescape_uri rewrite_log";

    // Followed by the model, and allowed several times at one level.
    private const string Repeated =
        "allow deny proxy_set_header proxy_hide_header proxy_redirect auth_request_set mirror access_log error_log";
    private const string RepeatedEverywhere =
        "add_header more_set_headers more_clear_headers more_set_input_headers more_clear_input_headers error_page";

    // Followed, or without a bearing on a decision; nginx refuses a second one at the same level.
    private const string Single =
        "absolute_redirect auth_basic auth_basic_user_file auth_digest auth_digest_user_file auth_request "
        + "chunked_transfer_encoding client_body_buffer_size client_body_in_file_only client_body_in_single_buffer "
        + "client_body_temp_path client_body_timeout client_max_body_size default_type etag header_filter_by_lua_file "
        + "if_modified_since keepalive_disable keepalive_requests keepalive_time keepalive_timeout lingering_close "
        + "lingering_time lingering_timeout log_not_found log_subrequest max_ranges mirror_request_body msie_padding "
        + "port_in_redirect proxy_bind proxy_buffer_size proxy_buffering proxy_buffers proxy_busy_buffers_size "
        + "proxy_connect_timeout proxy_cookie_domain proxy_cookie_path proxy_force_ranges proxy_headers_hash_bucket_size "
        + "proxy_headers_hash_max_size proxy_http_version proxy_ignore_client_abort proxy_intercept_errors "
        + "proxy_limit_rate proxy_max_temp_file_size proxy_next_upstream proxy_next_upstream_timeout "
        + "proxy_next_upstream_tries proxy_read_timeout proxy_request_buffering proxy_send_lowat proxy_send_timeout "
        + "proxy_socket_keepalive proxy_ssl_certificate proxy_ssl_certificate_key proxy_ssl_ciphers proxy_ssl_crl "
        + "proxy_ssl_name proxy_ssl_protocols proxy_ssl_server_name proxy_ssl_session_reuse "
        + "proxy_ssl_trusted_certificate proxy_ssl_verify proxy_ssl_verify_depth proxy_temp_file_write_size "
        + "proxy_temp_path read_ahead recursive_error_pages reset_timedout_connection resolver_timeout "
        + "rewrite_by_lua_file satisfy send_lowat send_timeout sendfile_max_chunk server_name_in_redirect server_tokens "
        + "subrequest_output_buffer_size tcp_nodelay tcp_nopush underscores_in_headers grpc_buffer_size "
        + "grpc_connect_timeout grpc_read_timeout grpc_send_timeout gzip_buffers gzip_comp_level gzip_disable "
        + "gzip_http_version gzip_min_length gzip_proxied gzip_static gzip_vary brotli_comp_level brotli_min_length "
        + "brotli_static charset_types override_charset source_charset http2_push_preload opentelemetry "
        + "opentelemetry_propagate opentelemetry_operation_name opentelemetry_trust_incoming_spans";
    private const string SingleEverywhere = "expires limit_rate limit_rate_after gzip charset brotli sendfile";
    private const string Lists =
        "gzip_types brotli_types types_hash_max_size types_hash_bucket_size proxy_pass_header resolver";

    // Known to nginx and beyond the model: a decision under them is not proven.
    private const string Unmodelled =
        "add_after_body add_before_body aio alias ancient_browser auth_delay auth_jwt autoindex autoindex_exact_size "
        + "autoindex_format autoindex_localtime create_full_put_path dav_access dav_methods directio directio_alignment "
        + "disable_symlinks image_filter index limit_conn limit_conn_dry_run limit_conn_log_level limit_conn_status "
        + "limit_req limit_req_dry_run limit_req_log_level limit_req_status log_by_lua_file lua_code_cache "
        + "lua_socket_log_errors lua_use_default_type memcached_bind memcached_pass min_delete_depth modern_browser "
        + "modsecurity modsecurity_rules modsecurity_rules_file modsecurity_rules_remote modsecurity_transaction_id "
        + "more_set_input_cookies open_file_cache open_file_cache_errors open_file_cache_min_uses open_file_cache_valid "
        + "output_buffers override_charset perl postpone_output proxy_cache proxy_cache_background_update "
        + "proxy_cache_bypass proxy_cache_convert_head proxy_cache_key proxy_cache_lock proxy_cache_lock_age "
        + "proxy_cache_lock_timeout proxy_cache_methods proxy_cache_min_uses proxy_cache_revalidate "
        + "proxy_cache_use_stale proxy_cache_valid proxy_ignore_headers proxy_method proxy_no_cache "
        + "proxy_pass_request_body proxy_pass_request_headers proxy_set_body proxy_store proxy_store_access "
        + "random_index real_ip_header real_ip_recursive referer_hash_bucket_size referer_hash_max_size scgi_pass "
        + "secure_link secure_link_md5 secure_link_secret set_real_ip_from slice ssi ssi_last_modified "
        + "ssi_min_file_chunk ssi_silent_errors ssi_types ssi_value_length stub_status sub_filter "
        + "sub_filter_last_modified sub_filter_once sub_filter_types try_files userid userid_domain userid_expires "
        + "userid_flags userid_mark userid_name userid_p3p userid_path userid_service uwsgi_pass valid_referers "
        + "fastcgi_buffers fastcgi_buffer_size fastcgi_hide_header fastcgi_index fastcgi_intercept_errors fastcgi_param "
        + "fastcgi_pass_header fastcgi_read_timeout fastcgi_send_timeout fastcgi_split_path_info grpc_hide_header "
        + "grpc_next_upstream grpc_pass_header grpc_set_header grpc_ssl_name grpc_ssl_server_name grpc_ssl_verify "
        + "set_base32_alphabet add_trailer";
    private const string UnmodelledEverywhere =
        "access_by_lua_block access_by_lua_file access_by_lua body_filter_by_lua_block body_filter_by_lua_file "
        + "content_by_lua_block content_by_lua_file content_by_lua header_filter_by_lua_block rewrite_by_lua_block "
        + "log_by_lua_block root set_by_lua_block set_by_lua set_decode_base64 set_encode_base64 set_decode_hex "
        + "set_encode_hex set_hashed_upstream set_if_empty set_md5 set_misc set_quote_json_str set_quote_sql_str "
        + "set_random set_sha1 set_local_today set_secure_random_alphanum set_rotate empty_gif flv mp4";
    private const string ServerOnly =
        "listen server_name ssl_certificate ssl_certificate_key ssl_ciphers ssl_client_certificate ssl_crl ssl_dhparam "
        + "ssl_ecdh_curve ssl_early_data ssl_password_file ssl_prefer_server_ciphers ssl_protocols ssl_reject_handshake "
        + "ssl_session_cache ssl_session_ticket_key ssl_session_tickets ssl_session_timeout ssl_stapling "
        + "ssl_stapling_file ssl_stapling_responder ssl_stapling_verify ssl_trusted_certificate ssl_verify_client "
        + "ssl_verify_depth http2 http2_max_concurrent_streams client_header_buffer_size client_header_timeout "
        + "ignore_invalid_headers large_client_header_buffers merge_slashes request_pool_size connection_pool_size "
        + "ssl_buffer_size ssl_conf_command";

    private static readonly Dictionary<string, KnownDirective> Table = Build();

    /// <summary>What is known of a directive; null when nginx does not know it.</summary>
    public static KnownDirective? Find(string name) => Table.GetValueOrDefault(name);

    private static Dictionary<string, KnownDirective> Build()
    {
        var table = new Dictionary<string, KnownDirective>(StringComparer.Ordinal);
        Add(table, Unmodelled, new(Usual, IsBlock: false, IsUnique: false, IsModelled: false));
        Add(
            table,
            UnmodelledEverywhere,
            new(Everywhere | ServerIf, IsBlock: false, IsUnique: false, IsModelled: false)
        );
        Add(table, Lists, new(Usual, IsBlock: false, IsUnique: false, IsModelled: true));
        Add(table, Repeated, new(Usual | LocationIf, IsBlock: false, IsUnique: false, IsModelled: true));
        foreach (var name in (string[])["allow", "deny", "proxy_set_header", "proxy_hide_header", "proxy_redirect"])
            table[name] = table[name] with { Contexts = Usual };
        Add(table, RepeatedEverywhere, new(Everywhere, IsBlock: false, IsUnique: false, IsModelled: true));
        Add(table, Single, new(Usual, IsBlock: false, IsUnique: true, IsModelled: true));
        Add(table, SingleEverywhere, new(Everywhere, IsBlock: false, IsUnique: true, IsModelled: true));
        Add(table, Rewriting, new(Everywhere | ServerIf, IsBlock: false, IsUnique: false, IsModelled: true));
        foreach (var name in (string[])["break", "return", "rewrite", "set"])
            table[name] = table[name] with { Contexts = Server | Location | ServerIf | LocationIf };
        Add(table, ServerOnly, new(Http | Server, IsBlock: false, IsUnique: false, IsModelled: true));
        Add(table, "internal", new(Location, IsBlock: false, IsUnique: false, IsModelled: true));
        Add(
            table,
            "proxy_pass grpc_pass",
            new(Location | LocationIf, IsBlock: false, IsUnique: true, IsModelled: true)
        );
        Add(table, "fastcgi_pass", new(Location | LocationIf, IsBlock: false, IsUnique: true, IsModelled: true));
        Add(table, "if", new(Server | Location, IsBlock: true, IsUnique: false, IsModelled: true));
        Add(table, "location", new(Server | Location, IsBlock: true, IsUnique: false, IsModelled: true));
        Add(table, "limit_except types", new(Location, IsBlock: true, IsUnique: false, IsModelled: false));
        return table;
    }

    private static void Add(Dictionary<string, KnownDirective> table, string names, KnownDirective known)
    {
        foreach (var name in names.Split(' '))
            table[name] = known;
    }
}
