%% A scripted gen_server.
-module(oracle_worker).
-behaviour(gen_server).
-export([start/2, start/3, init/1, handle_call/3, handle_cast/2, handle_info/2,
         handle_continue/2, terminate/2]).

start(Parent, Spec) -> start(Parent, Spec, #{}).
start(Parent, Spec0, Extra) ->
    Spec = maps:merge(Spec0, Extra),
    Label = <<Parent/binary, $/, (maps:get(<<"id">>, Spec))/binary>>,
    case Spec of
        #{<<"register">> := Name} ->
            gen_server:start_link({local, binary_to_atom(Name)}, ?MODULE, {Label, Spec}, []);
        _ ->
            gen_server:start_link(?MODULE, {Label, Spec}, [])
    end.

init({L, Spec}) ->
    process_flag(trap_exit, maps:get(<<"trap_exit">>, Spec, false)),
    N = oc:attempt(L, worker),
    {Gate, Out} = oracle:script(N, maps:get(<<"init">>, Spec, #{})),
    oc:log(#{e => <<"init">>, p => L, n => N, r => Out}),
    case Gate of none -> ok; _ -> oc:gate(L, Gate) end,
    St = #{l => L, n => N, spec => Spec, val => <<"init">>, from => none},
    case oracle:split(Out) of
        {<<"ok">>, _} -> {ok, St};
        {<<"ok_continue">>, V} -> {ok, St, {continue, #{<<"v">> => V}}};
        {<<"ok_then_stop">>, R} -> {ok, St, {continue, #{<<"v">> => <<"then">>, <<"stop">> => R}}};
        {<<"ok_timeout">>, Ms} -> {ok, St, binary_to_integer(Ms)};
        {<<"ignore">>, _} -> ignore;
        {<<"stop">>, R} -> {stop, oracle:to_reason(R)};
        {<<"exit">>, R} -> exit(oracle:to_reason(R));
        {<<"raise">>, R} -> error(oracle:to_reason(R))
    end.

ev(E, V, #{l := L, n := N}) -> oc:log(#{e => E, p => L, n => N, v => V}).

handle_call({do, A}, From, St) ->
    ev(<<"call">>, maps:get(<<"v">>, A, <<"-">>), St),
    act(A, From, St).

handle_cast({do, A}, St) ->
    ev(<<"cast">>, maps:get(<<"v">>, A, <<"-">>), St),
    act(A, none, St).

handle_info({'$stop', R}, St) -> {stop, R, St};
handle_info({'$raise', R}, _) -> error(R);
handle_info(timeout, St) -> ev(<<"info">>, <<"timeout">>, St), {noreply, St};
handle_info({'EXIT', _, R}, St) ->
    ev(<<"info">>, <<"EXIT:", (oracle:reason(R))/binary>>, St), {noreply, St};
handle_info({do, A}, St) ->
    ev(<<"info">>, maps:get(<<"v">>, A, <<"-">>), St),
    act(A, none, St);
handle_info(_Late, St) ->
    ev(<<"info">>, <<"other">>, St), {noreply, St}.

handle_continue(A, St) ->
    ev(<<"continue">>, maps:get(<<"v">>, A, <<"-">>), St),
    act(A, none, St).

act(A, From, St0) ->
    case A of #{<<"sleep">> := Ms} -> timer:sleep(Ms); _ -> ok end,
    case A of #{<<"gate">> := G} -> oc:gate(maps:get(l, St0), G); _ -> ok end,
    St1 = case A of #{<<"set">> := X} -> St0#{val := X}; _ -> St0 end,
    case A of #{<<"self_cast">> := C} -> gen_server:cast(self(), {do, C}); _ -> ok end,
    case A of #{<<"self_info">> := I} -> self() ! {do, I}; _ -> ok end,
    St2 = case A of #{<<"save_from">> := true} -> St1#{from := From}; _ -> St1 end,
    case A of #{<<"answer">> := V} -> gen_server:reply(maps:get(from, St2), val(V, St2)); _ -> ok end,
    St = case A of #{<<"call">> := O} -> St2#{call => call(O)}; _ -> St2 end,
    Reply = fun(K) -> val(maps:get(K, A), St) end,
    case A of
        #{<<"raise">> := R} -> error(oracle:to_reason(R));
        #{<<"exit">> := R} -> exit(oracle:to_reason(R));
        #{<<"bad">> := true} -> bad;
        #{<<"stop">> := R, <<"reply">> := _} -> {stop, oracle:to_reason(R), Reply(<<"reply">>), St};
        #{<<"stop">> := R} -> {stop, oracle:to_reason(R), St};
        #{<<"reply">> := _} when From =/= none ->
            case next(A) of
                none -> {reply, Reply(<<"reply">>), St};
                Nx -> {reply, Reply(<<"reply">>), St, Nx}
            end;
        _ ->
            case next(A) of
                none -> {noreply, St};
                Nx -> {noreply, St, Nx}
            end
    end.

next(#{<<"continue">> := C}) -> {continue, C};
next(#{<<"timeout">> := Ms}) -> Ms;
next(_) -> none.

%% A call to another server. If it fails it ends this one too, as it does in
%% code that does not catch it, unless it is told to.
call(#{<<"target">> := T, <<"do">> := A} = Op) ->
    To = case T of
             <<"@", Name/binary>> -> binary_to_atom(Name);
             _ -> case oc:pid_of(T) of {P, _} -> P; undefined -> none end
         end,
    try gen_server:call(To, {do, A}, maps:get(<<"timeout">>, Op, 5000)) of
        V -> <<"reply:", V/binary>>
    catch
        exit:R when map_get(<<"catch">>, Op) -> <<"exit:", (oracle:exit_reason(R))/binary>>
    end.

val(<<"$call">>, #{call := V}) -> V;
val(<<"$state">>, #{val := V}) -> V;
val(V, _) -> V.

terminate(R, #{l := L, n := N, spec := Spec}) ->
    oc:log(#{e => <<"terminate">>, p => L, n => N, r => oracle:reason(R)}),
    case oracle:split(maps:get(<<"terminate">>, Spec, <<"ok">>)) of
        {<<"ok">>, _} -> ok;
        {<<"sleep">>, Ms} -> timer:sleep(binary_to_integer(Ms));
        {<<"hang">>, _} -> receive never -> ok end;
        {<<"gate">>, G} -> oc:gate(L, G);
        {<<"raise">>, X} -> error(oracle:to_reason(X));
        {<<"exit">>, X} -> exit(oracle:to_reason(X))
    end.
